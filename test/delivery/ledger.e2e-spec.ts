import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationRecorder } from '@contracts/events';
import { LedgerFindings, type LedgerStanding } from '@contracts/delivery';
import { DataSource } from 'typeorm';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { ask, deliveriesOf } from './delivery-steps.js';

const dayMs = 86_400_000;

describe('the ledger', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([
      startDoorbell({ settings: { retrySchedule: [100, 100] } }),
      startReceiver(),
    ]);
    organizer = await doorbell.createOrganizer();
  });
  afterEach(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  const standing = async (): Promise<LedgerStanding> =>
    doorbell.app.get<LedgerFindings>(LedgerFindings, { strict: false }).standing();
  const health = async (): Promise<unknown> => (await doorbell.anonymous.get('/health/ready')).body;
  /** A walk is due as soon as somebody looks. */
  const hurry = async (): Promise<unknown> => doorbell.query('UPDATE ledger_walks SET next_at = now()');

  /** Whole passes, begun after this was called. */
  async function passes(count: number): Promise<void> {
    for (let pass = 0; pass < count; pass += 1) {
      const [{ now }] = (await doorbell.query<{ now: Date }>('SELECT clock_timestamp() AS now')) as [
        { now: Date },
      ];
      await doorbell.query('UPDATE ledger_walks SET day = NULL, place = 0, found = 0');
      await vi.waitFor(
        async () => {
          await doorbell.query(
            'UPDATE ledger_walks SET next_at = now() WHERE finished IS NULL OR finished < $1',
            [now],
          );
          const late = 'SELECT name FROM ledger_walks WHERE finished IS NULL OR finished < $1';
          expect(await doorbell.query(late, [now])).toEqual([]);
        },
        { timeout: 20_000, interval: 200 },
      );
    }
  }

  /** Notifications whose first call failed. */
  async function failing(count: number): Promise<number> {
    receiver.answer = 500;
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    for (let index = 0; index < count; index += 1) await organizer.record({ code: `C${index}` });
    await receiver.waitFor(count);
    await doorbell.untilAllWait();
    return id;
  }

  it('51. frees what is covered by a lease that is gone, and says so.', async () => {
    await failing(3);
    receiver.answer = 200;
    await doorbell.query(
      'UPDATE owed SET lease_id = 999999, due = now() WHERE id = (SELECT min(id) FROM owed)',
    );
    await vi.waitFor(async () => expect((await standing()).unaccounted).toBe(1), {
      timeout: 20_000,
      interval: 100,
    });
    expect(await health()).toEqual({ status: 'degraded' });
    await receiver.waitFor(4);
    await doorbell.untilOwed('attempt = 1 AND lease_id IS NULL', 2);
    await passes(2);
    expect(await standing()).toMatchObject({ unaccounted: 0 });
    await expect.poll(health, { timeout: 5_000 }).toEqual({ status: 'ok' });
  });

  it('51. frees what a lease was given for and nobody knows of any more, once that lease is gone.', async () => {
    await failing(1);
    receiver.answer = 200;
    await doorbell.query(
      `WITH lease AS (INSERT INTO leases (id, owner, epoch, until) VALUES (999999, 424242, NULL, now() + interval '1 hour'))
       UPDATE owed SET lease_id = 999999, due = now()`,
    );
    // Its owner is none of the processes: the sweep ends the lease, and does not know what it was for.
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(2);
  });

  it('51. finds a lease that nobody ends.', async () => {
    await failing(1);
    const [{ id: owner }] = (await doorbell.query<{ id: string }>('SELECT id FROM processes')) as [
      { id: string },
    ];
    await doorbell.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
    );
    await doorbell.query(
      'CREATE TRIGGER refuse BEFORE DELETE ON leases FOR EACH ROW EXECUTE FUNCTION refuse()',
    );
    await doorbell.query(
      `WITH lease AS (INSERT INTO leases (id, owner, until) VALUES (999999, $1, now() - interval '2 minutes'))
       UPDATE owed SET lease_id = 999999`,
      [owner],
    );
    await passes(1);
    expect(await standing()).toMatchObject({ unaccounted: 1 });
    await passes(2);
    expect(await standing()).toMatchObject({ unaccounted: 1 });
    await doorbell.query('DROP TRIGGER refuse ON leases');
    await passes(2);
    expect(await standing()).toMatchObject({ unaccounted: 0 });
  });

  it('51. owes again what is neither owed nor ended, as it was: its round and its calls count on.', async () => {
    const webhook = await failing(2);
    const [first, second] = await deliveriesOf(organizer, webhook);
    await doorbell.query('DELETE FROM owed WHERE id = $1', [first!.id]);
    await vi.waitFor(async () => expect((await standing()).unaccounted).toBe(1), {
      timeout: 20_000,
      interval: 100,
    });
    await receiver.waitFor(3);
    await doorbell.untilAllWait();
    const [found, other] = await deliveriesOf(organizer, webhook);
    expect(found).toMatchObject({
      id: first!.id,
      round: 1,
      attempts: 2,
      notification_id: first!.notification_id,
    });
    expect(other).toEqual(second);
    await passes(2);
    expect(await standing()).toMatchObject({ unaccounted: 0 });
  });

  it('51. what has gone of a webhook that was disabled since is dropped, not called; of one that is deleted, nothing is missing.', async () => {
    const webhook = await failing(1);
    const { id: deleted } = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record({ code: 'LAST' });
    await doorbell.untilAllWait();
    const called = receiver.requests.length;
    await organizer.api.patch(`${organizer.path}/webhooks/${webhook}/`, { enabled: false });
    await organizer.api.patch(`${organizer.path}/webhooks/${webhook}/`, { enabled: true });
    await doorbell.untilOwed('webhook_id = ' + String(webhook), 0);
    await doorbell.query('DELETE FROM ended WHERE webhook_id = $1', [webhook]);
    // In one statement: between two of them the auditor could find it missing.
    await doorbell.query(
      'WITH gone AS (DELETE FROM owed WHERE webhook_id = $1) DELETE FROM webhooks WHERE id = $1',
      [deleted],
    );
    await passes(1);
    expect(await standing()).toMatchObject({ unaccounted: 2 });
    await doorbell.untilNothingIsOwed();
    const dropped = await deliveriesOf(organizer, webhook);
    expect(dropped.map(({ state, dropped_reason }) => [state, dropped_reason])).toEqual([
      ['dropped', 'webhook_disabled'],
      ['dropped', 'webhook_disabled'],
    ]);
    expect(receiver.requests).toHaveLength(called);
  });

  it('51. finds what is owed though it has ended.', async () => {
    receiver.answer = 200;
    await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    await doorbell.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due)
       SELECT delivery_id, notification_id, recorded, organizer_id, webhook_id, 1, now() + interval '1 hour' FROM calls`,
    );
    await passes(2);
    expect(await standing()).toMatchObject({ unaccounted: 1 });
    await doorbell.query('DELETE FROM owed');
    await passes(2);
    expect(await standing()).toMatchObject({ unaccounted: 0 });
  });

  it('51. counts nothing that is on its way from one state to another.', async () => {
    receiver.answer = ({ json }) => ((json as { readonly code: string }).code.endsWith('7') ? 500 : 200);
    const webhooks = [];
    for (let index = 0; index < 3; index += 1) {
      webhooks.push(await organizer.createWebhook({ target_url: `${receiver.url}${index}` }));
    }
    const hurrying = setInterval(() => void hurry(), 20);
    const recorder = doorbell.app.get<NotificationRecorder>(NotificationRecorder, { strict: false });
    const said = { action: 'pretix.event.order.placed', organizer: organizer.slug, event: 'democon' };
    try {
      for (let round = 0; round < 10; round += 1) {
        const codes = Array.from({ length: 50 }, (_, index) => `R${round}N${index}`);
        await recorder.recordAll(codes.map((code) => ({ ...said, code })));
        // Uncommitted for a while, and then never.
        const inVain = doorbell.app.get(DataSource).transaction(async (manager) => {
          await recorder.record({ ...said, code: 'NEVER' }, { manager });
          await new Promise((resolve) => setTimeout(resolve, 200));
          throw new Error('rolled back');
        });
        await expect(inVain).rejects.toThrow('rolled back');
        await ask(organizer, webhooks[round % 3]!.id, 'expedite');
        await ask(organizer, webhooks[round % 3]!.id, 'resend', {
          since: new Date(0).toISOString(),
          state: 'all',
        });
        expect(await standing()).toMatchObject({ unaccounted: 0 });
      }
      await passes(2);
      expect(await standing()).toMatchObject({ unaccounted: 0 });
    } finally {
      clearInterval(hurrying);
    }
  });

  it('51. lets what the log has forgotten be forgotten.', async () => {
    receiver.answer = 200;
    await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    await doorbell.query('DELETE FROM calls');
    doorbell.clock.advance(30 * dayMs);
    await passes(1);
    expect(await standing()).toMatchObject({ unaccounted: 0 });
    expect(receiver.requests).toHaveLength(1);
  });
});
