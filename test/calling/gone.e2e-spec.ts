import { type Receiver, startReceiver } from '@app/testing';
import { NotificationRecorder } from '@contracts/events';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Doorbell,
  type JsonObject,
  queueNames,
  startDoorbell,
  type TestOrganizer,
  type WebhookAnswer,
} from '../setup/doorbell.js';

const placed = 'pretix.event.order.placed';
const orders = (count: number): readonly JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({ action: placed, event: 'democon', code: `CODE${index}` }));

/** Something a test lets happen when it is ready for it. */
class Signal {
  readonly given: Promise<void>;
  give!: () => void;

  constructor() {
    this.given = new Promise((resolve) => (this.give = resolve));
  }
}

describe.each(queueNames)('410 over the %s queue', (queue) => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;

  async function start(concurrency: number): Promise<void> {
    [doorbell, receiver] = await Promise.all([
      startDoorbell({ queue, settings: { concurrency, requestTimeoutMs: 10_000 } }),
      startReceiver(),
    ]);
    organizer = await doorbell.createOrganizer();
  }
  beforeEach(() => start(200));
  afterEach(async () => {
    await receiver.close();
    await doorbell.stop();
  });

  const webhookNow = async ({ id }: WebhookAnswer): Promise<WebhookAnswer> =>
    (await organizer.api.get<WebhookAnswer>(`${organizer.path}/webhooks/${id}/`)).body;

  async function untilDisabled(webhook: WebhookAnswer): Promise<void> {
    await vi.waitFor(async () => expect((await webhookNow(webhook)).enabled).toBe(false), { timeout: 5_000 });
  }

  async function statesOf({ id }: WebhookAnswer): Promise<readonly string[]> {
    const path = `${organizer.path}/webhooks/${id}/deliveries/?page_size=50`;
    const { body } = await organizer.api.get<{
      results: readonly { readonly state: string; readonly dropped_reason: string | null }[];
    }>(path);
    return body.results.map(({ state, dropped_reason }) => `${state} ${dropped_reason ?? ''}`.trim());
  }

  it('30. 410 disables at once, is written to the audit trail, drops what is owed; calls already under way end, nothing is called after that.', async () => {
    const release = new Signal();
    // The first fails and waits for its retry, the second and third are under way, the fourth says 410.
    receiver.answer = async (_request, _response, count) => {
      if (count === 1) return 500;
      if (count === 4) return 410;
      await release.given;
      return count === 2 ? 200 : 503;
    };
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilAllWait();
    for (const count of [2, 3, 4]) {
      await organizer.record();
      await receiver.waitFor(count);
    }
    await untilDisabled(webhook);
    expect((await organizer.record()).deliveries).toBe(0);
    release.give();
    await doorbell.untilNothingIsOwed();
    expect(await statesOf(webhook)).toEqual(['dropped gone', 'dropped gone', 'succeeded', 'dropped gone']);
    const calls = await organizer.calls(webhook.id);
    expect(calls.map(({ return_code }) => return_code).toSorted((a, b) => a - b)).toEqual([
      200, 410, 500, 503,
    ]);
    expect(calls.map(({ next_attempt }) => next_attempt)).toContain(null);
    doorbell.clock.advance(3_600_000);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(4);
    const { body } = await organizer.api.get<{ results: readonly JsonObject[] }>(
      `${organizer.path}/auditlog/`,
    );
    expect(body.results[0]).toMatchObject({
      action: 'pretix.webhook.changed',
      actor: { type: 'system' },
      object: { type: 'webhook', id: webhook.id },
      changes: { enabled: [true, false] },
    });
  });

  it('30. Not even what was in the queue is called after that.', async () => {
    await receiver.close();
    await doorbell.stop();
    await start(2);
    receiver.answer = async (_request, _response, count) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return count === 1 ? 410 : 200;
    };
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const batch = { notifications: orders(200) };
    expect((await organizer.api.post(`${organizer.path}/notifications/batch/`, batch)).status).toBe(201);
    await untilDisabled(webhook);
    await doorbell.untilNothingIsOwed();
    const [row] = await doorbell.query<{ disabled_at: Date }>('SELECT disabled_at FROM webhooks');
    // A call that was about to leave when the other connection committed is the only one that may follow.
    const late = receiver.requests.filter(({ at }) => at.getTime() > row!.disabled_at.getTime() + 1_500);
    expect(late).toEqual([]);
    expect(receiver.requests.length).toBeLessThan(60);
    const calls = await doorbell.query('SELECT 1 FROM calls WHERE webhook_id = $1', [webhook.id]);
    expect(calls).toHaveLength(receiver.requests.length);
    expect(await statesOf(webhook)).toContain('dropped gone');
  });

  it('30. Nor what an open transaction records under the old state.', async () => {
    receiver.answer = (_request, _response, count) => (count === 1 ? 410 : 200);
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const recorder = doorbell.app.get<NotificationRecorder>(NotificationRecorder, { strict: false });
    await doorbell.app.get(DataSource).transaction(async (manager) => {
      const order = { action: placed, organizer: organizer.slug, event: 'democon', code: 'OPEN1' };
      const recorded = await recorder.record(order, { manager });
      expect(recorded.deliveries).toBe(1);
      await organizer.record();
      await untilDisabled(webhook);
    });
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests).toHaveLength(1);
    expect(await statesOf(webhook)).toEqual(['dropped gone', 'dropped gone']);
  });

  it('30. A 410 from a URL that has been replaced meanwhile disables nothing.', async () => {
    const release = new Signal();
    receiver.answer = async ({ url }) => {
      if (url === '/new') return 200;
      await release.given;
      return 410;
    };
    const webhook = await organizer.createWebhook({ target_url: `${receiver.url}old` });
    await organizer.record();
    await receiver.waitFor(1);
    await organizer.api.patch(`${organizer.path}/webhooks/${webhook.id}/`, {
      target_url: `${receiver.url}new`,
    });
    release.give();
    await doorbell.untilAllWait();
    expect((await webhookNow(webhook)).enabled).toBe(true);
    doorbell.clock.advance(5_000);
    await doorbell.untilNothingIsOwed();
    expect(receiver.requests.map(({ url }) => url)).toEqual(['/old', '/new']);
    expect(await statesOf(webhook)).toEqual(['succeeded']);
  });

  it('30. The last call of a round is dropped as well when it is answered 410; the calls before it stay as they were.', async () => {
    receiver.answer = (_request, _response, count) => (count === 1 ? 500 : 410);
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    await organizer.record();
    await doorbell.untilAllWait();
    await doorbell.query('UPDATE owed SET attempt = 11');
    doorbell.clock.advance(3_600_000);
    await doorbell.untilNothingIsOwed();
    expect(await statesOf(webhook)).toEqual(['dropped gone']);
    const calls = await organizer.calls(webhook.id);
    expect(
      calls.map(({ return_code, attempt, next_attempt }) => [return_code, attempt, next_attempt]),
    ).toEqual([
      [410, 12, null],
      [500, 1, expect.any(String)],
    ]);
  });

  it('30. A 410 to a test disables nothing.', async () => {
    receiver.answer = 410;
    const webhook = await organizer.createWebhook({ target_url: receiver.url });
    const answer = await organizer.api.post(`${organizer.path}/webhooks/${webhook.id}/test/`, {
      action_type: placed,
    });
    expect(answer).toMatchObject({ status: 200, body: { return_code: 410, test: true } });
    expect((await webhookNow(webhook)).enabled).toBe(true);
  });
});
