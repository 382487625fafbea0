import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiClient, type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { Gate, ProbeController, ProbeModule } from './probe.module.js';

const probes = '/api/v1/probes/';
const dayMs = 24 * 60 * 60 * 1000;

describe('Idempotency', () => {
  let doorbell: Doorbell;
  let api: ApiClient;
  let other: ApiClient;
  let probe: ProbeController;
  let sequence = 0;
  let key: Record<string, string>;

  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ProbeModule] });
    ({ api } = await doorbell.createOrganizer({ events: [] }));
    ({ api: other } = await doorbell.createOrganizer({ slug: 'other', events: [] }));
    probe = doorbell.app.get(ProbeController);
    await doorbell.query('CREATE TABLE probe_effects (id serial)');
  });
  afterAll(async () => doorbell.stop());
  beforeEach(() => {
    sequence += 1;
    key = { 'x-idempotency-key': `key-${sequence}` };
    probe.calls = 0;
    probe.gate = new Gate();
  });

  it('12. The same idempotency key and principal give the first answer again, whatever path, method and body', async () => {
    const first = await api.post(probes, { name: 'one' }, key);
    expect([first.status, first.body]).toEqual([201, { name: 'one', calls: 1 }]);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    const again = await api.post(probes, { name: 'one' }, key);
    const elsewhere = await api.put(
      `${probes}nowhere/`,
      { name: 1 },
      { 'idempotency-key': `key-${sequence}` },
    );
    for (const replay of [again, elsewhere]) {
      expect([replay.status, replay.body]).toEqual([201, { name: 'one', calls: 1 }]);
      expect(replay.headers['idempotent-replayed']).toBe('true');
      expect(replay.headers['x-probe']).toBe('one');
      expect(replay.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    }
    expect(probe.calls).toBe(1);
  });

  it('12. other credentials do not; GET never', async () => {
    await api.post(probes, { name: 'mine' }, key);
    expect((await other.post(probes, { name: 'theirs' }, key)).body).toMatchObject({ name: 'theirs' });
    expect((await doorbell.admin.post(probes, { name: 'admin' }, key)).body).toMatchObject({ name: 'admin' });
    expect((await api.get(probes, key)).body).toEqual({ calls: 4 });
    expect((await api.get(probes, key)).body).toEqual({ calls: 5 });
  });

  it('12. 409 while the first runs', async () => {
    const first = api.post(`${probes}slow/`, {}, key);
    await probe.gate.arrived;
    const second = await api.post(probes, { name: 'two' }, key);
    expect([second.status, second.body]).toEqual([
      409,
      { detail: 'Concurrent request with idempotency key.' },
    ]);
    expect(second.headers['retry-after']).toBe('5');
    const asked = await api.get(`/api/v1/idempotency_query?key=key-${sequence}`);
    expect(asked.status).toBe(409);
    probe.gate.release();
    expect((await first).status).toBe(201);
    expect((await api.post(probes, { name: 'three' }, key)).body).toEqual({ calls: 1 });
    await doorbell.query('DELETE FROM probe_effects');
  });

  it('leaves connections to others, however many writes with keys somebody has under way', async () => {
    const slow = Array.from({ length: 25 }, (_, index) =>
      api.post(`${probes}slow/`, {}, { 'x-idempotency-key': `slow-${sequence}-${index}` }),
    );
    await probe.gate.arrived;
    // Long enough for all of them to have come.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const began = performance.now();
    expect((await other.post(probes, { name: 'other' }, key)).status).toBe(201);
    expect(performance.now() - began).toBeLessThan(2_000);
    probe.gate.release();
    expect(new Set((await Promise.all(slow)).map(({ status }) => status))).toEqual(new Set([201]));
    await doorbell.query('DELETE FROM probe_effects');
  });

  it.each([400, 404, 405, 415])('12. a %i is kept', async (status) => {
    const path = `${probes}failures/${status}/`;
    expect((await api.post(path, {}, key)).body).toEqual({ detail: `Probe ${status}.` });
    const replay = await api.post(probes, { name: 'later' }, key);
    expect([replay.status, replay.body]).toEqual([status, { detail: `Probe ${status}.` }]);
    expect(probe.calls).toBe(1);
  });

  it('12. what validation and loading say is kept too', async () => {
    expect((await api.put(`${probes}nowhere/`, {}, key)).status).toBe(404);
    expect((await api.put(`${probes}there/`, { name: 'x' }, key)).status).toBe(404);
    const invalid = { 'x-idempotency-key': `invalid-${sequence}` };
    expect((await api.post(probes, {}, invalid)).status).toBe(400);
    expect((await api.post(probes, { name: 'x' }, invalid)).body).toEqual({
      name: ['This field is required.'],
    });
  });

  it.each([401, 403, 409, 429, 500, 503])('12. a %i is not kept', async (status) => {
    expect((await api.post(`${probes}failures/${status}/`, {}, key)).status).toBe(status);
    expect((await api.post(probes, { name: 'later' }, key)).status).toBe(201);
    expect(probe.calls).toBe(2);
  });

  it('12. a crash leaves neither lock nor half an effect behind', async () => {
    const first = api.post(`${probes}slow/`, {}, key);
    await probe.gate.arrived;
    await doorbell.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE '%probe_effects%'`,
    );
    probe.gate.release();
    expect((await first).status).toBe(503);
    expect(await doorbell.query('SELECT FROM probe_effects')).toEqual([]);
    probe.gate = new Gate();
    probe.gate.release();
    expect((await api.post(`${probes}slow/`, {}, key)).body).toEqual({ calls: 2 });
    expect(await doorbell.query('SELECT FROM probe_effects')).toHaveLength(1);
  });

  it('keeps an answer without a body, and gives each to the query', async () => {
    expect((await api.post(`${probes}empty/`, undefined, key)).status).toBe(204);
    expect((await api.post(`${probes}empty/`, undefined, key)).status).toBe(204);
    expect(probe.calls).toBe(1);
    const query = `/api/v1/idempotency_query?key=key-${sequence}`;
    expect((await api.get(query)).status).toBe(204);
    expect((await other.get(query)).body).toEqual({ detail: 'Idempotency key not seen before.' });
  });

  it('keeps answers for 24 hours, encrypted', async () => {
    await api.post(probes, { name: 'plain-text' }, key);
    const rows = await doorbell.query<{ answer: Buffer }>('SELECT answer FROM idempotency_keys');
    expect(rows.some(({ answer }) => answer.includes('plain-text'))).toBe(false);
    doorbell.clock.advance(dayMs - 60_000);
    expect((await api.post(probes, { name: 'x' }, key)).body).toMatchObject({ name: 'plain-text' });
    doorbell.clock.advance(120_000);
    expect((await api.post(probes, { name: 'x' }, key)).body).toMatchObject({ name: 'x' });
  });

  it('purges answers that are over their time', async () => {
    await api.post(probes, { name: 'kept' }, key);
    const settings = { clockOffsetMs: 3 * dayMs };
    const later = await startDoorbell({ databaseUrl: doorbell.databaseUrl, settings });
    try {
      await vi.waitFor(
        async () => expect(await doorbell.query('SELECT key FROM idempotency_keys')).toEqual([]),
        { timeout: 10_000, interval: 100 },
      );
    } finally {
      await later.stop();
    }
  });

  it('refuses two different keys, a blank one, and one that is too long', async () => {
    const refused = [
      { 'x-idempotency-key': 'a', 'idempotency-key': 'b' },
      { 'idempotency-key': '' },
      { 'idempotency-key': 'x'.repeat(191) },
    ];
    for (const headers of refused) expect((await api.post(probes, { name: 'x' }, headers)).status).toBe(400);
    const longest = { 'idempotency-key': 'x'.repeat(190) };
    expect((await api.post(probes, { name: 'x' }, longest)).status).toBe(201);
    expect(probe.calls).toBe(1);
  });
});
