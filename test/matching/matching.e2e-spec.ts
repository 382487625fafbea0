import { type ReceivedRequest, type Receiver, startReceiver } from '@app/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Doorbell,
  type JsonObject,
  queueNames,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';

const placed = 'pretix.event.order.placed';
const isOwed = 'SELECT id FROM owed WHERE organizer_id = $1';

/** The body with its one part that differs from run to run made the same. */
const bodyOf = ({ body }: ReceivedRequest): string => body.replace(/(?<="notification_id":)\d+/, '1');

describe.each(queueNames)('matching over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  beforeAll(async () => (doorbell = await startDoorbell({ queue, settings: { requestTimeoutMs: 4_000 } })));
  afterAll(() => doorbell.stop());
  beforeEach(async () => {
    [receiver, organizer] = await Promise.all([
      startReceiver(),
      doorbell.createOrganizer({ events: ['democon', 'othercon'] }),
    ]);
  });
  afterEach(() => receiver.close());

  /** The one request that a recording causes. */
  async function onlyRequest(notification: JsonObject): Promise<ReceivedRequest> {
    const recorded = await organizer.record(notification);
    expect(recorded.deliveries).toBe(1);
    await receiver.waitFor(1);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(1);
    return receiver.requests[0]!;
  }

  it('15. A subscribed type on a limited event causes one POST with exactly notification_id, organizer, event, code, action.', async () => {
    await organizer.createWebhook({ target_url: receiver.url, limit_events: ['democon'] });
    const request = await onlyRequest({ action: placed, event: 'democon', code: 'ABC23' });
    expect(request.method).toBe('POST');
    expect(bodyOf(request)).toBe(
      `{"notification_id":1,"organizer":"${organizer.slug}","event":"democon","code":"ABC23","action":"${placed}"}`,
    );
  });

  it('16. all_events without a list works the same.', async () => {
    await organizer.createWebhook({ target_url: receiver.url, all_events: true, limit_events: [] });
    const request = await onlyRequest({ action: placed, event: 'othercon', code: 'ABC23' });
    expect(bodyOf(request)).toBe(
      `{"notification_id":1,"organizer":"${organizer.slug}","event":"othercon","code":"ABC23","action":"${placed}"}`,
    );
  });

  it('17. …order.changed.item reaches a webhook on …order.changed.* with the concrete name in action.', async () => {
    await organizer.createWebhook({
      target_url: receiver.url,
      action_types: ['pretix.event.order.changed.*'],
    });
    const request = await onlyRequest({
      action: 'pretix.event.order.changed.item',
      event: 'democon',
      code: 'ABC23',
    });
    expect(request.json).toMatchObject({ action: 'pretix.event.order.changed.item', code: 'ABC23' });
  });

  it('17. …item.variation.added, two segments below, reaches a webhook on …item.*', async () => {
    await organizer.createWebhook({ target_url: receiver.url, action_types: ['pretix.event.item.*'] });
    const request = await onlyRequest({
      action: 'pretix.event.item.variation.added',
      event: 'democon',
      item: 11,
    });
    expect(request.json).toMatchObject({ action: 'pretix.event.item.variation.added', item: 11 });
  });

  it('18. A webhook on …order.placed does not get …order.placed.require_approval.', async () => {
    await organizer.createWebhook({ target_url: receiver.url });
    const approval = { action: `${placed}.require_approval`, event: 'democon', code: 'ABC23' };
    expect((await organizer.record(approval)).deliveries).toBe(0);
    await onlyRequest({ action: placed, event: 'democon', code: 'DEF45' });
    expect(receiver.requests[0]!.json).toMatchObject({ code: 'DEF45' });
  });

  const unwanted = ['another type', 'another event', 'disabled', 'no events'] as const;
  it('19. A type not subscribed to, another event, another organizer, a disabled webhook (subscribed to the type!), all_events: false with no events: nothing is sent.', async () => {
    const paths = Object.fromEntries(unwanted.map((name) => [name, `${receiver.url}${encodeURI(name)}`]));
    const other = await doorbell.createOrganizer();
    await organizer.createWebhook({
      target_url: paths['another type']!,
      action_types: ['pretix.event.order.paid'],
    });
    await organizer.createWebhook({ target_url: paths['another event']!, limit_events: ['othercon'] });
    await organizer.createWebhook({ target_url: paths['disabled']!, enabled: false });
    await organizer.createWebhook({ target_url: paths['no events']!, all_events: false, limit_events: [] });
    await other.createWebhook({ target_url: `${receiver.url}other` });
    expect((await organizer.record()).deliveries).toBe(0);
    expect(await doorbell.query(isOwed, [organizer.id])).toEqual([]);
    expect(await doorbell.query(isOwed, [other.id])).toEqual([]);
    // What comes after it arrives, and nothing else has.
    await organizer.createWebhook({ target_url: `${receiver.url}wanted` });
    await onlyRequest({ action: placed, event: 'democon', code: 'ABC23' });
    expect(receiver.requests[0]!.url).toBe('/wanted');
  });

  it('19. A webhook that was disabled by DELETE, or that was subscribed and is no more, gets nothing.', async () => {
    const deleted = await organizer.createWebhook({ target_url: `${receiver.url}deleted` });
    const changed = await organizer.createWebhook({ target_url: `${receiver.url}changed` });
    const limited = await organizer.createWebhook({ target_url: `${receiver.url}limited` });
    expect((await organizer.record()).deliveries).toBe(3);
    await receiver.waitFor(3);
    const path = `${organizer.path}/webhooks`;
    await organizer.api.delete(`${path}/${deleted.id}/`);
    await organizer.api.patch(`${path}/${changed.id}/`, { action_types: ['pretix.event.order.paid'] });
    await organizer.api.patch(`${path}/${limited.id}/`, { all_events: false, limit_events: ['othercon'] });
    expect((await organizer.record()).deliveries).toBe(0);
  });

  it('20. Organizer-level actions reach webhooks whatever their event limit, without event in the body.', async () => {
    const action_types = ['pretix.customer.created'];
    await organizer.createWebhook({ target_url: `${receiver.url}all`, action_types });
    await organizer.createWebhook({
      target_url: `${receiver.url}limited`,
      action_types,
      limit_events: ['othercon'],
    });
    await organizer.createWebhook({ target_url: `${receiver.url}none`, action_types, all_events: false });
    const recorded = await organizer.record({ action: 'pretix.customer.created', customer: '8WSAJCJ' });
    expect(recorded.deliveries).toBe(3);
    const requests = await receiver.waitFor(3);
    expect(requests.map(({ url }) => url).sort()).toEqual(['/all', '/limited', '/none']);
    for (const { json } of requests) {
      expect(json).toEqual({
        notification_id: recorded.notification_id,
        organizer: organizer.slug,
        customer: '8WSAJCJ',
        action: 'pretix.customer.created',
      });
    }
  });

  it('20. The deletion of an event reaches webhooks whatever their event limit, with event in the body.', async () => {
    const action_types = ['pretix.event.deleted'];
    await organizer.createWebhook({
      target_url: `${receiver.url}limited`,
      action_types,
      limit_events: ['othercon'],
    });
    await organizer.createWebhook({ target_url: `${receiver.url}none`, action_types, all_events: false });
    const recorded = await organizer.record({ action: 'pretix.event.deleted', event: 'democon' });
    expect(recorded.deliveries).toBe(2);
    const requests = await receiver.waitFor(2);
    expect(requests.map(({ url }) => url).sort()).toEqual(['/limited', '/none']);
    expect(requests[0]!.json).toMatchObject({ event: 'democon', action: 'pretix.event.deleted' });
  });

  it('21. Ten webhooks on one action: ten independent deliveries; one that fails delays none of the others.', async () => {
    receiver.answer = ({ url }, response) => {
      if (url === '/hangs') return undefined;
      if (url === '/breaks') return void response.destroy();
      return url === '/fails' ? 500 : 200;
    };
    const names = ['hangs', 'breaks', 'fails', ...[1, 2, 3, 4, 5, 6, 7].map((number) => `healthy${number}`)];
    for (const name of names) await organizer.createWebhook({ target_url: receiver.url + name });
    const began = Date.now();
    expect((await organizer.record()).deliveries).toBe(10);
    const requests = await receiver.waitFor(10);
    // Long before the one that hangs has timed out.
    expect(Date.now() - began).toBeLessThan(doorbell.settings.requestTimeoutMs - 500);
    expect(requests.map(({ url }) => url.slice(1)).sort()).toEqual(names.toSorted());
    await doorbell.untilAllWait();
    const owed = await doorbell.query<{ id: string; attempt: number }>(
      'SELECT DISTINCT id, attempt FROM owed WHERE organizer_id = $1',
      [organizer.id],
    );
    expect(owed.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    receiver.answer = 200;
    doorbell.clock.advance(5_000);
    await doorbell.untilNothingIsOwed();
    expect(
      receiver.requests
        .slice(10)
        .map(({ url }) => url.slice(1))
        .sort(),
    ).toEqual(['breaks', 'fails', 'hangs']);
  });
});
