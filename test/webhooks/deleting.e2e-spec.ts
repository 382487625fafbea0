import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CallAnswer,
  type Doorbell,
  expected,
  startDoorbell,
  type TestOrganizer,
  type WebhookAnswer,
} from '../setup/doorbell.js';

describe('Deleting a webhook that is owed something', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;
  let webhook: WebhookAnswer;
  let path: string;
  /** Another one, whose retry shows that the time of retries has come. */
  let witness: WebhookAnswer;
  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
    receiver.answer = 500;
    organizer = await doorbell.createOrganizer();
    webhook = await organizer.createWebhook({ target_url: new URL('/deleted', receiver.url).href });
    witness = await organizer.createWebhook({ target_url: new URL('/witness', receiver.url).href });
    path = `${organizer.path}/webhooks/${webhook.id}/`;
    await organizer.record();
    await receiver.waitFor(2);
    await doorbell.untilAllWait();
  });
  afterEach(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  const callsTo = (target: string): number => receiver.requests.filter(({ url }) => url === target).length;

  async function untilRetriesAreOver(): Promise<void> {
    receiver.answer = 200;
    doorbell.clock.advance(5_000);
    await doorbell.untilNothingIsOwed();
    expect(callsTo('/witness')).toBe(2);
  }

  it('8. DELETE answers 204; the webhook is still there, disabled; its log is still there; nothing it is owed is called. Deleting for good takes what it is owed with it.', async () => {
    expect((await organizer.api.delete(path)).status).toBe(204);
    expect(await organizer.api.get(path)).toMatchObject({
      status: 200,
      body: { ...webhook, enabled: false },
    });
    await untilRetriesAreOver();
    expect(callsTo('/deleted')).toBe(1);
    expect(await organizer.calls(webhook.id)).toMatchObject([{ webhook: webhook.id, return_code: 500 }]);
    // Nor when it is enabled again.
    await organizer.api.patch(path, { enabled: true });
    doorbell.clock.advance(60_000);
    await organizer.record();
    await doorbell.untilNothingIsOwed();
    expect(callsTo('/deleted')).toBe(2);
  });

  it('8. DELETE … Deleting for good takes what it is owed with it; its log is found among all calls.', async () => {
    expect((await organizer.api.delete(`${path}?permanent=true`)).status).toBe(204);
    expect((await organizer.api.get(path)).status).toBe(404);
    await untilRetriesAreOver();
    expect(callsTo('/deleted')).toBe(1);
    expect(await doorbell.query('SELECT id FROM owed WHERE webhook_id = $1', [webhook.id])).toEqual([]);
    const log = await organizer.api.get<{ results: readonly CallAnswer[] }>(
      `${organizer.path}/calls/?webhook=${webhook.id}`,
    );
    expect(expected(200, log).results).toMatchObject([{ webhook: webhook.id, return_code: 500 }]);
    const others = await organizer.calls(witness.id);
    expect(others.map(({ return_code }) => return_code)).toEqual([200, 500]);
  });
});
