import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queueNames, TestOrganizer } from '../setup/doorbell.js';
import { createOrganizerAs, ProcessGround } from './process-ground.js';

const idOf = ({ json }: { readonly json: unknown }): number =>
  (json as { readonly notification_id: number }).notification_id;

let receiver: Receiver;
beforeEach(async () => void (receiver = await startReceiver()));
afterEach(() => receiver.close());

describe('several processes', () => {
  it('47. Two api and two worker processes over one database and one Redis: each delivery is called once.', async () => {
    const ground = await ProcessGround.prepare('bull');
    try {
      const [first, second] = await Promise.all([
        ground.start({ DOORBELL_ROLE: 'api' }),
        ground.start({ DOORBELL_ROLE: 'api' }),
        ground.start({ DOORBELL_ROLE: 'worker' }),
        ground.start({ DOORBELL_ROLE: 'worker' }),
      ]);
      const organizer = await createOrganizerAs(first.admin);
      const throughSecond = new TestOrganizer(organizer.id, organizer.slug, second.admin);
      await organizer.createWebhook({ target_url: `${receiver.url}one` });
      await organizer.createWebhook({ target_url: `${receiver.url}two` });
      const recorded = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? organizer : throughSecond).record({ code: `C${index}` }),
        ),
      );
      await receiver.waitFor(200);
      await expect.poll(() => ground.ground.query('SELECT id FROM owed'), { timeout: 5_000 }).toEqual([]);
      expect(receiver.requests).toHaveLength(200);
      const called = new Set(receiver.requests.map((request) => `${request.url} ${idOf(request)}`));
      expect(called.size).toBe(200);
      expect(new Set(recorded.map(({ notification_id }) => notification_id)).size).toBe(100);
      expect(await ground.ground.query('SELECT count(*)::integer AS calls FROM calls')).toEqual([
        { calls: 200 },
      ]);
    } finally {
      await ground.clear();
    }
  }, 60_000);
});

describe.each(queueNames)('a process that dies between commit and dispatch, over the %s queue', (queue) => {
  it('48. delays what it had committed by about 5 seconds, not by the length of a lease.', async () => {
    const ground = await ProcessGround.prepare(queue);
    try {
      const role = queue === 'bull' ? 'api' : 'all';
      const { process: first, admin } = await ground.start({ DOORBELL_ROLE: role });
      const organizer = await createOrganizerAs(admin);
      await organizer.createWebhook({ target_url: receiver.url });
      await first.stop('SIGKILL');
      const dying = { DOORBELL_ROLE: role, DOORBELL_FAILURE_POINTS: 'before-dispatch=kill@1' };
      const [second] = await Promise.all([
        ground.start(dying),
        queue === 'bull' ? ground.start({ DOORBELL_ROLE: 'worker' }) : undefined,
      ]);
      const throughSecond = new TestOrganizer(organizer.id, organizer.slug, second.admin);
      await throughSecond.record().catch(() => undefined);
      expect(await second.process.ended).toMatchObject({ signal: 'SIGKILL' });
      const died = performance.now();
      if (queue === 'in-process') await ground.start();
      await receiver.waitFor(1, { timeoutMs: 20_000 });
      expect(performance.now() - died).toBeLessThan(9_000);
    } finally {
      await ground.clear();
    }
  }, 60_000);
});

describe.each(queueNames)('a process that ends over the %s queue', (queue) => {
  let ground: ProcessGround;
  beforeEach(async () => void (ground = await ProcessGround.prepare(queue)));
  afterEach(() => ground.clear());

  it('45. SIGTERM lets calls under way end within DOORBELL_SHUTDOWN_MS and takes no new ones; nothing is called twice or forgotten.', async () => {
    const settings = { DOORBELL_CONCURRENCY: '4', DOORBELL_SHUTDOWN_MS: '10000' };
    const { process, admin } = await ground.start(settings);
    const organizer = await createOrganizerAs(admin);
    await organizer.createWebhook({ target_url: receiver.url });
    receiver.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return 200;
    };
    await Promise.all(Array.from({ length: 10 }, (_, index) => organizer.record({ code: `C${index}` })));
    await receiver.waitFor(4);
    expect(await process.stop('SIGTERM')).toMatchObject({ code: 0 });
    expect(receiver.requests).toHaveLength(4);
    const calls = 'SELECT count(*)::integer AS calls FROM calls WHERE success';
    expect(await ground.ground.query(calls)).toEqual([{ calls: 4 }]);
    receiver.answer = 200;
    await ground.start();
    await receiver.waitFor(10);
    await expect.poll(() => ground.ground.query('SELECT id FROM owed'), { timeout: 5_000 }).toEqual([]);
    expect(receiver.requests).toHaveLength(10);
    expect(new Set(receiver.requests.map(idOf)).size).toBe(10);
  }, 60_000);

  it('48. A worker that dies delays what it held by about 5 seconds, not by the length of a lease.', async () => {
    const { process, admin } = await ground.start();
    const organizer = await createOrganizerAs(admin);
    await organizer.createWebhook({ target_url: receiver.url });
    receiver.answer = () => undefined;
    for (let index = 0; index < 5; index += 1) await organizer.record({ code: `C${index}` });
    await receiver.waitFor(5);
    await process.stop('SIGKILL');
    const died = performance.now();
    receiver.answer = 200;
    await ground.start();
    await receiver.waitFor(10);
    const delay = performance.now() - died;
    expect(delay).toBeGreaterThan(2_000);
    expect(delay).toBeLessThan(9_000);
    await expect.poll(() => ground.ground.query('SELECT id FROM owed'), { timeout: 5_000 }).toEqual([]);
    expect(receiver.requests).toHaveLength(10);
    expect(new Set(receiver.requests.slice(5).map(idOf)).size).toBe(5);
  }, 60_000);
});
