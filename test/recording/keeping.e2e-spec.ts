import { type Receiver, startReceiver } from '@app/testing';
import { NotificationArchive } from '@contracts/events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotificationPurge } from '../../src/events/retention/notification-purge.service.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const dayMs = 86_400_000;
const isoDay = (moment: Date): string => moment.toISOString().slice(0, 10);

describe('Keeping notifications', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  let receiver: Receiver;

  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
    organizer = await doorbell.createOrganizer();
  });
  afterEach(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  const purge = async (): Promise<void> => doorbell.app.get(NotificationPurge, { strict: false }).run();
  const days = async (): Promise<readonly string[]> => {
    const rows = await doorbell.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'notifications'::regclass ORDER BY 1`,
    );
    return rows.map(({ name }) => name.slice('notifications_'.length).replaceAll('_', '-'));
  };
  const exists = async (id: number): Promise<boolean> =>
    (await organizer.api.get(`${organizer.path}/notifications/${id}/`)).status === 200;

  it('43. A week of days is there ahead, and goes on being there', async () => {
    const first = doorbell.clock.now().getTime();
    const wanted = (from: number): string[] =>
      Array.from({ length: 8 }, (_, index) => isoDay(new Date(from + index * dayMs)));
    expect(await days()).toEqual(wanted(first));
    doorbell.clock.advance(3 * dayMs);
    await purge();
    expect(await days()).toEqual([...wanted(first).slice(0, 3), ...wanted(first + 3 * dayMs)]);
  });

  it('43. Notifications stay as long as a resend may be asked for and a call of it shown; then their day is gone', async () => {
    const { notification_id: id } = await organizer.record({ idempotency_key: 'kept' });
    const keys = async (): Promise<number> => (await doorbell.query('SELECT FROM recording_keys')).length;
    doorbell.clock.advance(29 * dayMs);
    await purge();
    expect(await keys()).toBe(1);
    doorbell.clock.advance(35 * dayMs);
    await purge();
    expect(await keys()).toBe(0);
    expect(await exists(id)).toBe(true);
    doorbell.clock.advance(2 * dayMs);
    await purge();
    expect(await exists(id)).toBe(false);
    expect((await days())[0]! > isoDay(new Date(doorbell.clock.now().getTime() - 66 * dayMs))).toBe(true);
  });

  it('43. A pending delivery is never purged, nor its notification while its last call is shown', async () => {
    receiver.answer = 500;
    await organizer.createWebhook({ target_url: receiver.url });
    const { notification_id: id } = await organizer.record();
    await receiver.waitFor(1);
    await doorbell.untilAllWait();
    await doorbell.query(`UPDATE owed SET due = due + interval '90 days'`);
    doorbell.clock.advance(80 * dayMs);
    await purge();
    expect(await exists(id)).toBe(true);
    doorbell.clock.advance(9.5 * dayMs);
    await purge();
    receiver.answer = 200;
    doorbell.clock.advance(0.8 * dayMs);
    await doorbell.untilNothingIsOwed();
    for (const wait of [1, 10, 9]) {
      await purge();
      expect(await exists(id)).toBe(true);
      doorbell.clock.advance(wait * dayMs);
    }
    doorbell.clock.advance(20 * dayMs);
    await purge();
    expect(await exists(id)).toBe(false);
  });

  it('finds notifications by their keys in one statement, each in its own day', async () => {
    const archive = doorbell.app.get<NotificationArchive>(NotificationArchive, { strict: false });
    const recorded = [];
    for (let day = 0; day < 3; day += 1) {
      recorded.push(await organizer.record({ code: `D${day}` }));
      doorbell.clock.advance(dayMs);
    }
    const keys = recorded.map(({ notification_id: id, recorded: at }) => ({ id, recorded: new Date(at) }));
    const found = await archive.load([...keys, keys[0]!, { id: 999_999, recorded: new Date() }]);
    expect([...found.keys()]).toEqual(keys.map(({ id }) => id));
    const first = keys[0]!;
    expect(found.get(first.id)).toEqual({
      ...first,
      organizerId: organizer.id,
      actionType: 'pretix.event.order.placed',
      action: 'pretix.event.order.placed',
      event: 'democon',
      reference: 'D0',
      body: `{"notification_id":${first.id},"organizer":"acmecorp","event":"democon","code":"D0","action":"pretix.event.order.placed"}`,
    });
    expect(await archive.load([])).toEqual(new Map());
    expect(archive.sampleBody('pretix.event.order.changed.*', 'acmecorp', 'democon').body).toContain(
      '"notification_id":0',
    );
  });
});
