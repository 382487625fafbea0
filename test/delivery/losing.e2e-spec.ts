import { type Receiver, startReceiver } from '@app/testing';
import { JobQueue } from '@app/job-queue';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationArchive, NotificationRecorder } from '@contracts/events';
import { BatchLoader } from '../../src/delivery/call/batch.loader.js';
import { DataSource } from 'typeorm';
import { type Doorbell, expected, type TestOrganizer } from '../setup/doorbell.js';
import { RedisServer } from '../job-queue/redis-server.js';
import { deliveriesOf, Ground, throughAnother } from './delivery-steps.js';

describe('what must not be lost, and what must not get through', () => {
  let ground: Ground;
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  beforeEach(async () => {
    [ground, receiver] = await Promise.all([Ground.prepare(), startReceiver()]);
  });
  afterEach(async () => {
    await ground.clear();
    await receiver.close();
  });

  const start = async (queue: 'in-process' | 'bull', concurrency = 200): Promise<void> => {
    doorbell = await ground.start(queue, { settings: { concurrency } });
    organizer = await doorbell.createOrganizer();
  };

  async function recordMany(count: number): Promise<void> {
    const notifications = Array.from({ length: count }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code: `C${index}`,
    }));
    expected(201, await organizer.api.post(`${organizer.path}/notifications/batch/`, { notifications }));
  }

  it('48. A Redis that loses everything delays what it held by about 5 seconds.', async () => {
    // Only what one process holds in memory is safe from a flush: two calls at once leave most of it in Redis.
    await start('bull', 2);
    receiver.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 200;
    };
    await organizer.createWebhook({ target_url: receiver.url });
    for (let batch = 0; batch < 3; batch += 1) await recordMany(50);
    await receiver.waitFor(1);
    await ground.flushRedis();
    const began = performance.now();
    await receiver.waitFor(150);
    await doorbell.untilNothingIsOwed();
    expect(performance.now() - began).toBeLessThan(9_000);
    expect(receiver.requests).toHaveLength(150);
  });

  it('What a process records it calls without the queue, as far as it has room; the rest goes through it, and what a caller’s transaction records.', async () => {
    await start('bull');
    const add = vi.spyOn(doorbell.app.get<JobQueue>(JobQueue, { strict: false }), 'add');
    const load = vi.spyOn(doorbell.app.get(BatchLoader, { strict: false }), 'loadRecorded');
    await organizer.createWebhook({ target_url: receiver.url });
    await recordMany(120);
    await receiver.waitFor(120);
    expect(add.mock.calls.map(([lane, jobs]) => [lane, jobs.length])).toEqual([['fresh', 1]]);
    const [rows, notifications] = load.mock.calls[0]!;
    expect(rows).toHaveLength(100);
    const archive = doorbell.app.get<NotificationArchive>(NotificationArchive, { strict: false });
    const read = await archive.load([...notifications.values()]);
    expect(notifications.size).toBe(120);
    for (const [id, known] of notifications) expect(known).toMatchObject({ ...read.get(id) });
    const recorder = doorbell.app.get<NotificationRecorder>(NotificationRecorder, { strict: false });
    await doorbell.app.get(DataSource).transaction(async (manager) => {
      const order = { action: 'pretix.event.order.placed', organizer: organizer.slug, event: 'democon' };
      await recorder.record({ ...order, code: 'OWN' }, { manager });
    });
    await receiver.waitFor(121);
    expect(add).toHaveBeenCalledTimes(2);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(121);
  });

  it('A column that the migration of a newer version adds does not break this one, which still runs.', async () => {
    await start('in-process');
    await organizer.createWebhook({ target_url: receiver.url });
    await recordMany(20);
    await receiver.waitFor(20);
    for (const table of [
      'owed',
      'leases',
      'webhooks',
      'notifications',
      'calls',
      'tokens',
      'organizers',
      'events',
    ]) {
      await doorbell.query(`ALTER TABLE ${table} ADD COLUMN of_a_newer_version text`);
    }
    const errors = vi.spyOn(Logger.prototype, 'error');
    await recordMany(20);
    await receiver.waitFor(40, { timeoutMs: 4_000 });
    await doorbell.untilNothingIsOwed();
    expect(errors.mock.calls).toEqual([]);
    errors.mockRestore();
  });

  it('48. A Redis that goes away holds up no recording, and what was recorded meanwhile is called when it is back, empty.', async () => {
    const redis = await RedisServer.start();
    doorbell = await ground.start('bull', { settings: { redisUrl: redis.url } });
    organizer = await doorbell.createOrganizer();
    await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record({ code: 'BEFORE' });
    await receiver.waitFor(1);
    await redis.kill();
    const began = performance.now();
    await recordMany(3);
    expect(performance.now() - began).toBeLessThan(1_500);
    await redis.run();
    await receiver.waitFor(4);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(4);
    await doorbell.stop();
    await redis.stop();
  });

  it('49. A caller’s transaction still open while a webhook is disabled and enabled again does not get its delivery through.', async () => {
    await start('in-process');
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const path = `${organizer.path}/webhooks/${id}/`;
    const recorder = doorbell.app.get<NotificationRecorder>(NotificationRecorder, { strict: false });
    await doorbell.app.get(DataSource).transaction(async (manager) => {
      const order = { action: 'pretix.event.order.placed', organizer: organizer.slug, event: 'democon' };
      const recorded = await recorder.record({ ...order, code: 'OPEN1' }, { manager });
      expect(recorded.deliveries).toBe(1);
      expected(200, await organizer.api.patch(path, { enabled: false }));
      expected(200, await organizer.api.patch(path, { enabled: true }));
    });
    await doorbell.untilNothingIsOwed();
    await organizer.record({ code: 'AFTER' });
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests.map(({ json }) => (json as { readonly code: string }).code)).toEqual(['AFTER']);
    expect((await deliveriesOf(organizer, id)).map(({ state }) => state)).toEqual(['succeeded', 'dropped']);
  });

  it('37. What a webhook was owed when it was disabled is tidied away, even if the process that disabled it has ended.', async () => {
    await start('bull');
    receiver.answer = 500;
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await recordMany(3);
    await receiver.waitFor(3);
    await doorbell.untilAllWait();
    await doorbell.stop();
    const api = await ground.start('bull', { settings: { role: 'api' } });
    const there = throughAnother(api, organizer);
    expected(200, await there.api.patch(`${organizer.path}/webhooks/${id}/`, { enabled: false }));
    const dropped = await deliveriesOf(there, id);
    expect(dropped.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped']);
    await api.stop();
    expect(await ground.query('SELECT id FROM owed')).toHaveLength(3);
    const restarted = await ground.start('bull');
    await restarted.untilNothingIsOwed();
    expect(await deliveriesOf(throughAnother(restarted, organizer), id)).toEqual(dropped);
    await expect.poll(() => ground.query('SELECT * FROM tidying')).toEqual([]);
    expect(receiver.requests).toHaveLength(3);
  });

  it('50. One row that PostgreSQL refuses does not keep the others of its group from being settled.', async () => {
    await start('in-process');
    receiver.answer = ({ json }, response) => {
      const isBad = (json as { readonly code: string }).code === 'C7';
      response.writeHead(200).end(isBad ? 'refused' : 'fine');
    };
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await ground.query(`ALTER TABLE calls ADD CONSTRAINT no_such_answer CHECK (response_body <> 'refused')`);
    await recordMany(20);
    await receiver.waitFor(20);
    await doorbell.untilNothingIsOwed();
    const calls = await organizer.calls(id);
    expect(calls).toHaveLength(20);
    const bodies = await Promise.all(
      calls.map(async (call) => (await organizer.call(id, call.id)).response_body),
    );
    expect(bodies.filter((body) => body === 'fine')).toHaveLength(19);
    expect(bodies.filter((body) => body !== 'fine')).toEqual(['(The answer could not be stored.)']);
    expect(receiver.requests).toHaveLength(20);
  });

  it('50. Nor does a delivery that cannot be read keep the others of its batch from being called.', async () => {
    await start('in-process');
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const broken = await organizer.createWebhook({ target_url: `${receiver.url}broken` });
    await ground.query(`UPDATE webhooks SET target_url = '\\x00' WHERE id = $1`, [broken.id]);
    await organizer.record();
    await receiver.waitFor(1);
    await expect.poll(async () => (await deliveriesOf(organizer, id))[0]?.state).toBe('succeeded');
    // It waits, without an attempt counted, for somebody to mend what is broken.
    await expect
      .poll(() =>
        ground.query(
          `SELECT attempt FROM owed WHERE lease_id IS NULL AND due > now() + interval '4 minutes'`,
        ),
      )
      .toEqual([{ attempt: 0 }]);
  });
});
