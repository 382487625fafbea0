import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let receiver: Receiver;
beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  organizer = await doorbell.createOrganizer({ events: ['democon', 'zcon'] });
});
afterAll(async () => {
  await receiver.close();
  await doorbell.stop();
});

const orderPlaced = { action_type: 'pretix.event.order.placed' };

describe('a test call', () => {
  it('sends a sample at once and answers with the call as logged; it is no delivery and in no statistics', async () => {
    receiver.answer = 200;
    const webhook = await organizer.createWebhook({ target_url: receiver.url, limit_events: ['zcon'] });
    const path = `${organizer.path}/webhooks/${webhook.id}`;
    const answer = await organizer.api.post(`${path}/test/`, orderPlaced);
    expect(answer.status).toBe(200);
    const request = receiver.requests.at(-1)!;
    expect(request.json).toEqual({
      notification_id: 0,
      organizer: 'acmecorp',
      event: 'zcon',
      code: expect.any(String),
      action: 'pretix.event.order.placed',
    });
    expect(answer.body).toMatchObject({
      webhook: webhook.id,
      delivery: null,
      notification_id: 0,
      event: 'zcon',
      attempt: 1,
      return_code: 200,
      success: true,
      next_attempt: null,
      test: true,
      payload: request.body,
    });
    expect(await organizer.call(webhook.id, answer.body['id'] as number)).toEqual(answer.body);
    expect((await organizer.api.get(`${path}/deliveries/`)).body).toEqual({ next: null, results: [] });
    expect((await organizer.api.get(`${path}/stats/`)).body).toEqual({ results: [] });
  });

  it('is allowed on a disabled webhook, never made again, and its 410 disables nothing', async () => {
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const path = `${organizer.path}/webhooks/${webhook.id}/`;
    receiver.answer = 410;
    const gone = await organizer.api.post(`${path}test/`, orderPlaced);
    expect(gone.body).toMatchObject({
      return_code: 410,
      success: false,
      next_attempt: null,
      event: 'democon',
    });
    expect((await organizer.api.get(path)).body).toMatchObject({ enabled: true });
    await organizer.api.delete(path);
    receiver.answer = 500;
    const disabled = await organizer.api.post(`${path}test/`, orderPlaced);
    expect(disabled.body).toMatchObject({ return_code: 500, error: { code: 'status' }, test: true });
    doorbell.clock.advance(3_600_000);
    await doorbell.untilNothingIsOwed();
    expect(await organizer.calls(webhook.id)).toHaveLength(2);
  });

  it('says what is wrong with the type', async () => {
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const path = `${organizer.path}/webhooks/${webhook.id}/test/`;
    const unknown = await organizer.api.post(path, { action_type: 'foo' });
    expect(unknown).toMatchObject({ status: 400, body: { action_type: ['Invalid action type "foo".'] } });
    const missing = await organizer.api.post(path, {});
    expect(missing).toMatchObject({ status: 400, body: { action_type: ['This field is required.'] } });
    expect((await organizer.api.post(`${organizer.path}/webhooks/4711/test/`, {})).status).toBe(404);
  });

  it('under an idempotency key is made once', async () => {
    receiver.answer = 200;
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const path = `${organizer.path}/webhooks/${webhook.id}/test/`;
    const before = receiver.requests.length;
    const headers = { 'x-idempotency-key': 'test-once' };
    const first = await organizer.api.post(path, orderPlaced, headers);
    const second = await organizer.api.post(path, orderPlaced, headers);
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(receiver.requests).toHaveLength(before + 1);
  });
});
