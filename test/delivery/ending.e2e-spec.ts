import { setTimeout as sleep } from 'node:timers/promises';
import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, expected, queueNames, type TestOrganizer } from '../setup/doorbell.js';
import { deliveriesOf, Ground, signal, throughAnother } from './delivery-steps.js';

const idOf = ({ json }: { readonly json: unknown }): number =>
  (json as { readonly notification_id: number }).notification_id;

describe.each(queueNames)('the end of a process over the %s queue', (queue) => {
  let ground: Ground;
  let receiver: Receiver;

  beforeEach(async () => {
    [ground, receiver] = await Promise.all([Ground.prepare(), startReceiver()]);
  });
  afterEach(async () => {
    await ground.clear();
    await receiver.close();
  });

  async function recordTen(doorbell: Doorbell): Promise<TestOrganizer> {
    const organizer = await doorbell.createOrganizer();
    await organizer.createWebhook({ target_url: receiver.url });
    const notifications = Array.from({ length: 10 }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code: `C${index}`,
    }));
    expected(201, await organizer.api.post(`${organizer.path}/notifications/batch/`, { notifications }));
    return organizer;
  }

  it('45. The end lets calls under way end and takes no new ones; nothing is called twice or forgotten.', async () => {
    const { given, give } = signal();
    receiver.answer = async () => {
      await given;
      return 200;
    };
    const doorbell = await ground.start(queue, { settings: { concurrency: 4 } });
    await recordTen(doorbell);
    await receiver.waitFor(4);
    const ending = doorbell.stop();
    await sleep(500);
    const reports = await ground.query('SELECT calls_in_flight FROM process_reports');
    give();
    await ending;
    // As long as it calls, it is on the list of those who run, and what it did until its end is counted.
    expect(reports).toHaveLength(1);
    expect(receiver.requests).toHaveLength(4);
    const [rest] = await ground.query(
      `SELECT (SELECT count(*)::integer FROM owed) AS owed,
         (SELECT count(*)::integer FROM calls WHERE success) AS calls,
         (SELECT count(*)::integer FROM owed o JOIN leases l ON l.id = o.lease_id WHERE l.owner IS NOT NULL) AS leased,
         (SELECT count(*)::integer FROM processes) AS processes,
         (SELECT count(*)::integer FROM process_reports) AS reports,
         (SELECT sum(delivered)::integer FROM traffic_minutes) AS delivered`,
    );
    expect(rest).toEqual({ owed: 6, leased: 0, calls: 4, processes: 0, reports: 0, delivered: 4 });

    receiver.answer = 200;
    const next = await ground.start(queue);
    await receiver.waitFor(10, { timeoutMs: 4_000 });
    await next.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(10);
    expect(new Set(receiver.requests.map(idOf)).size).toBe(10);
  });

  it('45. Calls that are still under way after DOORBELL_SHUTDOWN_MS are interrupted, logged as such, and made again without having cost an attempt.', async () => {
    receiver.answer = () => undefined;
    const settings = { concurrency: 4, shutdownMs: 300, requestTimeoutMs: 20_000 };
    const doorbell = await ground.start(queue, { settings });
    const organizer = await recordTen(doorbell);
    await receiver.waitFor(4);
    const began = performance.now();
    await doorbell.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(receiver.requests).toHaveLength(4);

    receiver.answer = 200;
    const next = await ground.start(queue);
    await receiver.waitFor(14, { timeoutMs: 4_000 });
    await next.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(14);
    expect(new Set(receiver.requests.slice(4).map(idOf)).size).toBe(10);
    const here = throughAnother(next, organizer);
    const [webhook] = await ground.query<{ id: string }>('SELECT id FROM webhooks');
    const calls = await here.calls(Number(webhook!.id));
    const interrupted = calls.filter(({ error }) => error?.code === 'interrupted');
    expect(interrupted).toHaveLength(4);
    expect(interrupted.every(({ return_code, next_attempt }) => return_code === 0 && next_attempt)).toBe(
      true,
    );
    const deliveries = await deliveriesOf(here, Number(webhook!.id));
    expect(deliveries.map(({ state, attempts }) => [state, attempts])).toEqual(
      deliveries.map(() => ['succeeded', 1]),
    );
  });
});
