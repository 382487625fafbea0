import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, queueNames, startDoorbell } from './doorbell.js';

describe.each(queueNames)('over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell({ queue }), startReceiver()]);
  });
  afterEach(async () => {
    await receiver.close();
    await doorbell.stop();
  });

  it('the way through: what is recorded arrives at the receiver, and the call is logged', async () => {
    const organizer = await doorbell.createOrganizer();
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const recorded = await organizer.record();
    expect(recorded).toMatchObject({ organizer: 'acmecorp', event: 'democon', deliveries: 1 });
    const [request] = await receiver.waitFor(1);
    expect(request!.json).toEqual({
      notification_id: recorded.notification_id,
      organizer: 'acmecorp',
      event: 'democon',
      code: 'ABC23',
      action: 'pretix.event.order.placed',
    });
    await doorbell.untilNothingIsOwed();
    const calls = await organizer.calls(webhook.id);
    expect(calls).toMatchObject([
      { notification_id: recorded.notification_id, return_code: 200, success: true, attempt: 1, round: 1 },
    ]);
  });

  it('a failed call is made again when its time has come', async () => {
    receiver.answer = (_request, _response, count) => (count === 1 ? 500 : 200);
    const organizer = await doorbell.createOrganizer();
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilAllWait();
    doorbell.clock.advance(5_000);
    await doorbell.untilNothingIsOwed();
    const calls = await organizer.calls(webhook.id);
    expect(calls.map(({ return_code, attempt }) => [return_code, attempt])).toEqual([
      [200, 2],
      [500, 1],
    ]);
  });
});
