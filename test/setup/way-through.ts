import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Doorbell } from './doorbell.js';

/** The whole way of a notification, for whatever `start` starts. */
export function itGoesAllTheWay(start: () => Promise<Doorbell>): void {
  let doorbell: Doorbell;
  let receiver: Receiver;
  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([start(), startReceiver()]);
  });
  afterEach(async () => {
    await receiver.close();
    await doorbell.stop();
  });

  it('what is recorded arrives at the receiver, and the call is logged', async () => {
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

  it('a batch, an event that goes, a webhook that is disabled: the SQL of every module works', async () => {
    const organizer = await doorbell.createOrganizer({ events: ['democon', 'othercon'] });
    const limited = await organizer.createWebhook({ target_url: receiver.url, limit_events: ['democon'] });
    const notifications = Array.from({ length: 100 }, (_, index) => ({
      action: 'pretix.event.order.placed',
      event: index % 2 === 0 ? 'democon' : 'othercon',
      code: `CODE${index}`,
    }));
    const batch = await organizer.api.post(`${organizer.path}/notifications/batch/`, { notifications });
    expect(batch.status).toBe(201);
    await receiver.waitFor(50);
    await doorbell.untilNothingIsOwed();
    const path = `${organizer.path}/webhooks/${limited.id}/`;
    expect((await organizer.api.delete(`${organizer.path}/events/othercon/`)).status).toBe(204);
    expect((await organizer.api.delete(path)).status).toBe(204);
    expect((await organizer.record()).deliveries).toBe(0);
    expect((await organizer.api.get(path)).body).toMatchObject({ enabled: false, limit_events: ['democon'] });
    expect(await organizer.calls(limited.id)).toHaveLength(50);
    expect(receiver.requests).toHaveLength(50);
  });
}
