import { OwedDeliveries } from '@contracts/delivery';
import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MigrationState } from '../../src/health/migration-state.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { documentedMetrics } from './metrics-table.js';

const own = (matches: Iterable<RegExpExecArray>) =>
  [...matches]
    .map(([, name, value]) => [name!, value!] as const)
    .filter(([name]) => name.startsWith('doorbell_'));

describe('/metrics', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([
      startDoorbell({ settings: { retrySchedule: [100] } }),
      startReceiver(),
    ]);
  });
  afterEach(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  const text = async (): Promise<string> => (await doorbell.admin.get('/metrics')).text;

  /** Deliveries that succeed, are retried, exhausted and dropped. */
  async function play(): Promise<void> {
    const organizer = await doorbell.createOrganizer();
    receiver.answer = ({ url }) => (url === '/fails' ? 500 : url === '/gone' ? 410 : 200);
    for (const path of ['', 'fails', 'gone'])
      await organizer.createWebhook({ target_url: receiver.url + path });
    await organizer.record();
    await receiver.waitFor(3);
    await doorbell.untilAllWait();
    doorbell.clock.advance(100_000);
    await doorbell.untilNothingIsOwed();
  }

  it('is what docs/operations.md says: names, types and labels', async () => {
    await play();
    const said = await text();
    const types = own(said.matchAll(/^# TYPE (\w+) (\w+)$/gm));
    const documented = documentedMetrics();
    expect(new Map(types)).toEqual(new Map(documented.map(({ name, type }) => [name, type])));
    for (const { name, labels } of documented) {
      const samples = said.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{([^}]*)\\} `, 'gm'));
      const used = [...samples].flatMap(([, pairs]) =>
        [...pairs!.matchAll(/(\w+)="/g)].map(([, label]) => label!),
      );
      const seen = new Set(used.filter((label) => label !== 'le'));
      expect([name, [...seen].filter((label) => !labels.includes(label))]).toEqual([name, []]);
    }
    expect(said).toMatch(/^process_cpu_seconds_total \d/m);
  });

  it('counts what became of deliveries, and how long they took', async () => {
    await play();
    await vi.waitFor(async () => {
      const said = await text();
      for (const line of [
        'doorbell_deliveries_total 3',
        'doorbell_deliveries_pending 0',
        'doorbell_deliveries_ended_total{how="succeeded"} 1',
        'doorbell_deliveries_ended_total{how="exhausted"} 1',
        'doorbell_deliveries_ended_total{how="gone"} 1',
        'doorbell_retries_total 1',
        'doorbell_arrival_seconds_count 1',
        'doorbell_calls_in_flight 0',
        'doorbell_queue_up 1',
        'doorbell_queue_jobs{lane="fresh"} 0',
        'doorbell_database_waiting 0',
        'doorbell_database_migrations{state="applied"} 1',
        'doorbell_database_migrations{state="pending"} 0',
        'doorbell_ledger_unaccounted 0',
      ]) {
        expect(said.split('\n')).toContain(line);
      }
      expect(said).toMatch(/^doorbell_database_connections\{state="idle"\} [1-9]/m);
    });
  });

  it('says what it can while the database does not answer', async () => {
    const owed = doorbell.app.get<OwedDeliveries>(OwedDeliveries, { strict: false });
    vi.spyOn(owed, 'count').mockRejectedValue(new Error('away'));
    const hanging = new Promise<never>(() => undefined);
    vi.spyOn(doorbell.app.get(MigrationState, { strict: false }), 'count').mockReturnValue(hanging);
    const said = await text();
    expect(said).not.toMatch(/^doorbell_deliveries_pending /m);
    expect(said).not.toMatch(/^doorbell_database_migrations\{/m);
    expect(said).toMatch(/^doorbell_queue_up 1$/m);
    vi.restoreAllMocks();
    expect(await text()).toMatch(/^doorbell_deliveries_pending 0$/m);
  });

  it('is quick with a million deliveries owed', async () => {
    const organizer = await doorbell.createOrganizer();
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await doorbell.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due)
       SELECT nextval('delivery_ids'), n, now(), $1, $2, 1, now() + interval '1 hour' FROM generate_series(1, 1000000) n`,
      [organizer.id, id],
    );
    await text();
    const began = performance.now();
    expect(Number(/^doorbell_deliveries_pending (\d+)$/m.exec(await text())![1])).toBeGreaterThanOrEqual(
      10_000,
    );
    expect(performance.now() - began).toBeLessThan(500);
  }, 120_000);
});

describe('readiness', () => {
  it('is down while a migration of this version is missing, and not for one of a newer version', async () => {
    const doorbell = await startDoorbell();
    try {
      const ready = async (): Promise<unknown> => (await doorbell.anonymous.get('/health/ready')).body;
      await doorbell.query(
        `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'OfANewerVersion')`,
      );
      expect(await ready()).toEqual({ status: 'ok' });
      await doorbell.query(`UPDATE migrations SET name = 'Unknown' WHERE name <> 'OfANewerVersion'`);
      await expect.poll(ready, { timeout: 5_000 }).toEqual({ status: 'down' });
    } finally {
      await doorbell.stop();
    }
  });
});
