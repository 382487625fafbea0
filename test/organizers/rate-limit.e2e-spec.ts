import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const list = '/api/v1/organizers/';

describe('DOORBELL_RATE_LIMIT', () => {
  let doorbell: Doorbell;
  beforeAll(async () => {
    doorbell = await startDoorbell({ settings: { rateLimit: 5 } });
  });
  afterAll(async () => doorbell.stop());

  it('429 with Retry-After, after 401 and 403, before 405 and 404; each token by itself', async () => {
    const { api, path } = await doorbell.createOrganizer({ events: [] });
    const now = doorbell.clock.now();
    doorbell.clock.now = () => now;
    const answers = [];
    for (let request = 0; request < 6; request += 1) answers.push((await api.get(list)).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = await api.get(list);
    expect(refused.body).toEqual({ detail: 'Request was throttled. Expected available in 1 second.' });
    expect(refused.headers['retry-after']).toBe('1');
    expect((await doorbell.client('nonsense').get(list)).status).toBe(401);
    expect((await api.delete(path)).status).toBe(403);
    expect((await api.put(`${path}/tokens/`)).status).toBe(429);
    expect((await api.get(`${path}/nothing/`)).status).toBe(429);
    expect((await doorbell.admin.get(list)).status).toBe(200);
  });
});
