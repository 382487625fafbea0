import { afterEach, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

const list = '/api/v1/organizers/';
const atOnce = 60;

let doorbell: Doorbell;
afterEach(async () => doorbell.stop());

/** The clock stands, so that nothing is forgiven by how long the test takes. */
async function start(trustProxy: boolean | string): Promise<void> {
  doorbell = await startDoorbell({ settings: { trustProxy } });
  const now = doorbell.clock.now();
  doorbell.clock.now = () => now;
}

const guess = async (number: number, from?: string): Promise<number> =>
  (await doorbell.client(`guess${number}`).get(list, from ? { 'x-forwarded-for': from } : {})).status;

async function guesses(count: number, from?: (number: number) => string): Promise<readonly number[]> {
  const statuses = [];
  for (let number = 0; number < count; number += 1) statuses.push(await guess(number, from?.(number)));
  return statuses;
}

describe('Guessed tokens', () => {
  it('are 401s, and 429s with Retry-After when there are too many; a right one works all the same', async () => {
    await start(false);
    const { api } = await doorbell.createOrganizer({ events: [] });
    expect(new Set(await guesses(atOnce))).toEqual(new Set([401]));
    const { status, headers, body } = await doorbell.client('another').get(list);
    expect([status, headers['retry-after'], body]).toEqual([
      429,
      '1',
      { detail: 'Request was throttled. Expected available in 1 second.' },
    ]);
    expect((await api.get(list)).status).toBe(200);
    expect((await doorbell.admin.get(list)).status).toBe(200);
    expect((await doorbell.anonymous.get(list)).status).toBe(401);
    const later = new Date(doorbell.clock.now().getTime() + 1_000);
    doorbell.clock.now = () => later;
    expect(await guesses(2)).toEqual([401, 429]);
  });

  it('of tokens that are revoked or expired are none: those were once right', async () => {
    await start(false);
    const { api, path, token } = await doorbell.createOrganizer({ events: [] });
    const { body } = await api.get<{ results: { id: number }[] }>(`${path}/tokens/`);
    await doorbell.admin.delete(`${path}/tokens/${body.results[0]!.id}/`);
    const statuses = [];
    for (let number = 0; number < atOnce + 1; number += 1)
      statuses.push((await doorbell.client(token).get(list)).status);
    expect(new Set(statuses)).toEqual(new Set([401]));
  });

  it('are counted by the address that a trusted proxy names', async () => {
    await start('127.0.0.1');
    expect(new Set(await guesses(atOnce, () => '192.0.2.1'))).toEqual(new Set([401]));
    expect(await guess(0, '192.0.2.1')).toBe(429);
    expect(await guess(0, '192.0.2.2')).toBe(401);
    expect(await guess(0, 'nonsense')).toBe(401);
  });

  it('are not counted by what anybody can say where no proxy is trusted', async () => {
    await start(false);
    await guesses(atOnce, (number) => `192.0.2.${number}`);
    expect(await guess(0, '198.51.100.1')).toBe(429);
  });
});
