import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CallAnswer,
  type Doorbell,
  expected,
  queueNames,
  type TestOrganizer,
} from '../setup/doorbell.js';
import { ask, deliveriesOf, Ground } from './delivery-steps.js';

const dayMs = 86_400_000;

/** The moment a call was over. */
const endOf = ({ datetime, execution_time }: CallAnswer): number =>
  Date.parse(datetime) + execution_time * 1_000;

describe.each(queueNames)('retrying over the %s queue', (queue) => {
  let ground: Ground;
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  beforeEach(async () => {
    [ground, receiver] = await Promise.all([Ground.prepare(), startReceiver({ answer: 500 })]);
    doorbell = await ground.start(queue);
    organizer = await doorbell.createOrganizer();
  });
  afterEach(async () => {
    await ground.clear();
    await receiver.close();
  });

  it('35. The waits are those of the schedule, within their jitter; twelve calls; the last within three days; then exhausted, and resendable.', async () => {
    const { retrySchedule } = doorbell.settings;
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    for (const [index, wait] of retrySchedule.entries()) {
      await receiver.waitFor(index + 1);
      await doorbell.untilAllWait();
      doorbell.clock.advance(wait * 1_000);
    }
    await receiver.waitFor(12);
    await doorbell.untilNothingIsOwed();
    const calls = (await organizer.calls(id)).toReversed();
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const [index, wait] of retrySchedule.entries()) {
      const call = calls[index]!;
      const waited = Date.parse(call.next_attempt!) - endOf(call);
      expect(waited).toBeGreaterThanOrEqual(wait * 900 - 2);
      expect(waited).toBeLessThanOrEqual(wait * 1_000 + 2);
      expect(Date.parse(calls[index + 1]!.datetime)).toBeGreaterThanOrEqual(Date.parse(call.next_attempt!));
    }
    expect(calls[11]!.next_attempt).toBeNull();
    const planned = calls.slice(0, 11).map((call) => Date.parse(call.next_attempt!) - endOf(call));
    expect(planned.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(3 * dayMs);
    const [delivery] = await deliveriesOf(organizer, id);
    expect(delivery).toMatchObject({ state: 'exhausted', round: 1, attempts: 12, next_attempt: null });

    doorbell.clock.advance(3 * dayMs);
    receiver.answer = 200;
    expect((await ask(organizer, id, `deliveries/${delivery!.id}/resend`)).status).toBe(202);
    await doorbell.untilNothingIsOwed();
    await receiver.waitFor(13);
    expect(receiver.requests).toHaveLength(13);
    expect((await deliveriesOf(organizer, id))[0]).toMatchObject({
      id: delivery!.id,
      state: 'succeeded',
      round: 2,
      attempts: 1,
    });
  }, 90_000);

  it('36. A retry keeps the id, the body, and counts its attempt; it goes to the URL as it is now; the log says is_retry.', async () => {
    const elsewhere = await startReceiver();
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await receiver.waitFor(1);
    await doorbell.untilAllWait();
    expected(
      200,
      await organizer.api.patch(`${organizer.path}/webhooks/${id}/`, { target_url: elsewhere.url }),
    );
    doorbell.clock.advance(5_000);
    const [retry] = await elsewhere.waitFor(1);
    await doorbell.untilNothingIsOwed();
    expect(retry!.bytes).toEqual(receiver.requests[0]!.bytes);
    expect(receiver.requests).toHaveLength(1);
    const [second, first] = await organizer.calls(id);
    expect(first).toMatchObject({ attempt: 1, is_retry: false, round: 1, target_url: receiver.url });
    expect(second).toMatchObject({ attempt: 2, is_retry: true, round: 1, target_url: elsewhere.url });
    expect([second!.delivery, second!.notification_id]).toEqual([first!.delivery, first!.notification_id]);
    await elsewhere.close();
  });

  it('37. Waiting retries survive a restart and a lost queue.', async () => {
    await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await receiver.waitFor(1);
    await doorbell.untilAllWait();
    await doorbell.stop();
    if (queue === 'bull') await ground.flushRedis();
    receiver.answer = 200;
    const restarted = await ground.start(queue);
    restarted.clock.advance(5_000);
    await receiver.waitFor(2);
    await restarted.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(2);
    expect(receiver.requests[1]!.body).toBe(receiver.requests[0]!.body);
  });

  it('37. Waiting retries of a webhook that was disabled are dropped, not sent even when it is enabled again, and can be resent.', async () => {
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const path = `${organizer.path}/webhooks/${id}/`;
    await organizer.record();
    await receiver.waitFor(1);
    await doorbell.untilAllWait();
    expected(200, await organizer.api.patch(path, { enabled: false }));
    const [dropped] = await deliveriesOf(organizer, id);
    expect(dropped).toMatchObject({ state: 'dropped', dropped_reason: 'webhook_disabled', attempts: 1 });
    expected(200, await organizer.api.patch(path, { enabled: true }));
    receiver.answer = 200;
    doorbell.clock.advance(3_600_000);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(1);
    expect((await deliveriesOf(organizer, id))[0]).toEqual(dropped);
    expect((await ask(organizer, id, `deliveries/${dropped!.id}/resend`)).status).toBe(202);
    await receiver.waitFor(2);
    await doorbell.untilNothingIsOwed();
    expect((await deliveriesOf(organizer, id))[0]).toMatchObject({ state: 'succeeded', round: 2 });
    expect((await organizer.calls(id))[0]).toMatchObject({ attempt: 1, is_retry: false, round: 2 });
  });

  it('40. A success after failures ends it: no further call.', async () => {
    receiver.answer = (_request, _response, count) => (count < 3 ? 503 : 204);
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    for (const [count, wait] of [
      [1, 5_000],
      [2, 30_000],
    ] as const) {
      await receiver.waitFor(count);
      await doorbell.untilAllWait();
      doorbell.clock.advance(wait);
    }
    await doorbell.untilNothingIsOwed();
    doorbell.clock.advance(3 * dayMs);
    await organizer.record({ code: 'LATER' });
    await doorbell.untilNothingIsOwed();
    const codes = receiver.requests.map(({ json }) => (json as { readonly code: string }).code);
    expect(codes).toEqual(['ABC23', 'ABC23', 'ABC23', 'LATER']);
    expect((await deliveriesOf(organizer, id)).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['succeeded', 1],
      ['succeeded', 3],
    ]);
  });
});
