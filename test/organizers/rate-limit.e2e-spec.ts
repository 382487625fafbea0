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
    for (let request = 0; request < 6; request += 1) {
      const { status, headers } = await api.get(list);
      answers.push([status, headers['ratelimit']]);
      expect(headers['ratelimit-policy']).toBe('"principal";q=5;w=1');
    }
    expect(answers).toEqual([
      [200, '"principal";r=4;t=1'],
      [200, '"principal";r=3;t=1'],
      [200, '"principal";r=2;t=1'],
      [200, '"principal";r=1;t=1'],
      [200, '"principal";r=0;t=1'],
      [429, '"principal";r=0;t=1'],
    ]);
    const refused = await api.get(list);
    expect(refused.body).toEqual({ detail: 'Request was throttled. Expected available in 1 second.' });
    expect(refused.headers['retry-after']).toBe('1');
    expect((await doorbell.client('nonsense').get(list)).status).toBe(401);
    expect((await api.delete(path)).status).toBe(403);
    expect((await api.put(`${path}/tokens/`)).status).toBe(429);
    expect((await api.get(`${path}/nothing/`)).status).toBe(429);
    expect((await doorbell.admin.get(list)).status).toBe(200);
  });

  it('is told anew with an answer that is given again', async () => {
    const now = doorbell.clock.now();
    doorbell.clock.now = () => new Date(now.getTime() + 60_000);
    const left = async (): Promise<unknown> => {
      const key = { 'x-idempotency-key': 'again' };
      const { headers } = await doorbell.admin.post(
        '/api/v1/organizers/',
        { name: 'again', slug: 'again' },
        key,
      );
      return [headers['idempotent-replayed'], headers['ratelimit']];
    };
    expect(await left()).toEqual([undefined, '"principal";r=4;t=1']);
    expect(await left()).toEqual(['true', '"principal";r=3;t=1']);
  });
});
