import { DayPartitions } from '@app/database';
import { startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { LogPurge } from '../../src/logs/retention/log-purge.service.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';
import { allPages, firstPage, logCalls, settledCall } from './log-steps.js';

const dayMs = 86_400_000;
const retentionMs = 30 * dayMs;

let database: TestDatabase;
let doorbell: Doorbell;
let organizer: TestOrganizer;
let webhookId: number;
beforeEach(async () => {
  database = await createDatabase(inject('servers').postgresUrl);
  doorbell = await startDoorbell({ databaseUrl: database.url });
  organizer = await doorbell.createOrganizer();
  const webhook = await organizer.createWebhook({ target_url: 'http://127.0.0.1:8/', action_types: [] });
  webhookId = webhook.id;
});
afterEach(async () => {
  await doorbell.stop();
  await database.drop();
});

const purge = (): Promise<void> => doorbell.app.get(LogPurge, { strict: false }).run();
const daysOf = (table: string): Promise<readonly string[]> =>
  doorbell.app.get(DayPartitions, { strict: false }).days(table);
const isoDay = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
const callsPath = (): string => `/webhooks/${webhookId}/calls/`;
const count = async (table: string): Promise<number> =>
  (await doorbell.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]!.count;

describe('keeping the log', () => {
  it('43. Calls older than 30 days are never shown and gone within a day; younger ones are there with their body.', async () => {
    const now = doorbell.clock.now().getTime();
    const began = [now - retentionMs + 60_000, now - retentionMs + 2 * dayMs, now];
    const [oldest, older, newest] = await logCalls(
      doorbell,
      began.map((moment) => settledCall(organizer.id, webhookId, { began: new Date(moment) })),
    );
    const shown = async (): Promise<readonly number[]> =>
      (await allPages(organizer, callsPath())).map(({ id }) => id);
    expect(await shown()).toEqual([newest, older, oldest]);
    expect(await organizer.call(webhookId, oldest!)).toMatchObject({ response_body: 'ok' });

    // Past its time it is not shown, though it is still there.
    doorbell.clock.advance(61_000);
    expect(await shown()).toEqual([newest, older]);
    const path = `${organizer.path}${callsPath()}`;
    expect((await organizer.api.get(`${path}${oldest}/`)).status).toBe(404);
    expect(await allPages(organizer, `/calls/?webhook=${webhookId}`)).toHaveLength(2);
    expect(await allPages(organizer, `/webhooks/${webhookId}/deliveries/`)).toHaveLength(2);
    const since = new Date(now - 2 * retentionMs).toISOString();
    expect(await allPages(organizer, `${callsPath()}?since=${since}`)).toHaveLength(2);
    expect(await count('calls')).toBe(3);

    // Within a day it is gone, and no other.
    doorbell.clock.advance(dayMs);
    await purge();
    expect(await count('calls')).toBe(2);
    expect([await count('call_hours'), await count('last_called')]).toEqual([2, 1]);
    expect(await shown()).toEqual([newest, older]);
    expect(await organizer.call(webhookId, older!)).toMatchObject({ response_body: 'ok' });

    // The hour of the newest began before the cutoff, and the call after it.
    doorbell.clock.advance(now + retentionMs - 60_000 - doorbell.clock.now().getTime());
    await purge();
    expect(await shown()).toEqual([newest]);
    expect(await count('last_called')).toBe(1);

    doorbell.clock.advance(retentionMs);
    await purge();
    expect([await count('calls'), await count('call_hours'), await count('last_called')]).toEqual([0, 0, 0]);
  });

  it('43. A run with DOORBELL_CLOCK_OFFSET_MS purges at boot, and the days to come are there.', async () => {
    const now = Date.now();
    await logCalls(doorbell, [settledCall(organizer.id, webhookId)]);
    expect(await count('calls')).toBe(1);
    await doorbell.stop();
    const offset = retentionMs + 2 * dayMs;
    const later = await startDoorbell({
      databaseUrl: database.url,
      settings: { clockOffsetMs: offset },
    });
    try {
      await later.app.get(LogPurge, { strict: false }).run();
      expect(await later.query('SELECT count(*)::int AS count FROM calls')).toEqual([{ count: 0 }]);
      for (const table of ['calls', 'ended']) {
        const days = await later.app.get(DayPartitions, { strict: false }).days(table);
        expect(days[0]! > isoDay(now)).toBe(true);
        const ahead = Array.from({ length: 8 }, (_, day) => isoDay(now + offset + day * dayMs));
        expect(days).toEqual(expect.arrayContaining(ahead));
      }
    } finally {
      await later.stop();
    }
  });

  it('43. A missing partition is made by who needs it: the call of a day that was not made ahead is logged.', async () => {
    doorbell.clock.advance(100 * dayMs);
    const began = doorbell.clock.now();
    expect(await daysOf('calls')).not.toContain(isoDay(began.getTime()));
    const [id] = await logCalls(doorbell, [settledCall(organizer.id, webhookId, { began })]);
    expect((await firstPage(organizer, callsPath())).results).toMatchObject([{ id }]);
  });

  it('43. A pending delivery is never purged: it is called after its notification’s time, and logged.', async () => {
    const receiver = await startReceiver({ answer: 500 });
    try {
      const { id } = await organizer.createWebhook({ target_url: receiver.url });
      const recorded = await organizer.record();
      await doorbell.untilAllWait();
      receiver.answer = 200;
      doorbell.clock.advance(retentionMs + 2 * dayMs);
      await purge();
      await doorbell.untilNothingIsOwed();
      const [call] = await organizer.calls(id);
      expect(call).toMatchObject({ attempt: 2, success: true, notification_id: recorded.notification_id });
      expect(await organizer.call(id, call!.id)).toMatchObject({ payload: receiver.requests[0]!.body });
    } finally {
      await receiver.close();
    }
  });

  it('43. Two processes that purge at the same moment do not stand in each other’s way.', async () => {
    await logCalls(doorbell, [settledCall(organizer.id, webhookId)]);
    const other = await startDoorbell({ databaseUrl: database.url });
    try {
      for (const { clock } of [doorbell, other]) clock.advance(retentionMs + 2 * dayMs);
      await Promise.all([purge(), other.app.get(LogPurge, { strict: false }).run()]);
      expect([await count('calls'), await count('call_hours')]).toEqual([0, 0]);
    } finally {
      await other.stop();
    }
  });
});
