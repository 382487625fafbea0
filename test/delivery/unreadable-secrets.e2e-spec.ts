import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Doorbell,
  expected,
  startDoorbell,
  type TestOrganizer,
  type WebhookAnswer,
} from '../setup/doorbell.js';
import { ask, deliveriesOf } from './delivery-steps.js';

/** Sealed under the key "lost", which no ring has. */
const sealedUnderLostKey = String.raw`'\x01046c6f7374'::bytea`;

describe('A webhook whose URL cannot be opened, since its key was taken out of DOORBELL_SECRET_KEY', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  let organizer: TestOrganizer;
  let broken: WebhookAnswer;
  let healthy: WebhookAnswer;

  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
    organizer = await doorbell.createOrganizer();
    // The broken one comes first wherever webhooks have an order.
    broken = await organizer.createWebhook({ target_url: `${receiver.url}broken` });
    healthy = await organizer.createWebhook({ target_url: `${receiver.url}healthy` });
    await loseKey();
  });
  afterEach(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  const loseKey = async (): Promise<void> =>
    void (await doorbell.query(`UPDATE webhooks SET target_url = ${sealedUnderLostKey} WHERE id = $1`, [
      broken.id,
    ]));
  const pathOf = ({ id }: WebhookAnswer): string => `${organizer.path}/webhooks/${id}/`;
  const calledUrls = (): readonly string[] => receiver.requests.map(({ url }) => url);

  it('holds up nobody else, is put off, and is called once it has its URL again', async () => {
    const notifications = ['A1', 'A2', 'A3'].map((code) => ({
      action: 'pretix.event.order.placed',
      event: 'democon',
      code,
    }));
    expected(201, await organizer.api.post(`${organizer.path}/notifications/batch/`, { notifications }));
    await receiver.waitFor(3);
    await doorbell.untilOwed(`slow AND lease_id IS NULL AND due > now() + interval '4 minutes'`, 3);
    expect(calledUrls()).toEqual(['/healthy', '/healthy', '/healthy']);
    expect((await deliveriesOf(organizer, broken.id)).map(({ state }) => state)).toEqual(
      Array.from({ length: 3 }, () => 'pending'),
    );
    const list = expected(
      200,
      await organizer.api.get<{ results: readonly WebhookAnswer[] }>(`${organizer.path}/webhooks/`),
    );
    expect(list.results.map(({ target_url }) => target_url)).toEqual([
      'https://unreadable.invalid/',
      `${receiver.url}healthy`,
    ]);
    expected(200, await organizer.api.patch(pathOf(broken), { target_url: `${receiver.url}broken` }));
    for (const { id } of await deliveriesOf(organizer, broken.id)) {
      await ask(organizer, broken.id, `deliveries/${id}/resend`);
    }
    await receiver.waitFor(6);
    await doorbell.untilNothingIsOwed();
    expect(calledUrls().slice(3)).toEqual(['/broken', '/broken', '/broken']);
  });

  it('can be disabled, and what it was owed is tidied away like what others were owed', async () => {
    receiver.answer = 500;
    await organizer.record({ code: 'A1' });
    await receiver.waitFor(1);
    await doorbell.untilOwed('lease_id IS NULL', 2);
    for (const webhook of [broken, healthy]) {
      expected(200, await organizer.api.patch(pathOf(webhook), { enabled: false }));
    }
    await doorbell.untilNothingIsOwed();
    const states = await Promise.all([broken, healthy].map(({ id }) => deliveriesOf(organizer, id)));
    expect(states.flat().map(({ state }) => state)).toEqual(['dropped', 'dropped']);
  });

  it('does not keep the resends of others waiting', async () => {
    await organizer.record({ code: 'A1' });
    await receiver.waitFor(1);
    await doorbell.untilOwed('lease_id IS NULL', 1);
    const range = { since: new Date(Date.now() - 60_000).toISOString(), state: 'all' };
    for (const { id } of [broken, healthy]) {
      expect(await ask(organizer, id, 'resend', range)).toMatchObject({ status: 202 });
    }
    await receiver.waitFor(2);
    expect(calledUrls()).toEqual(['/healthy', '/healthy']);
  });

  it('answers a test call with a sentence, makes none, and does once it has its URL again', async () => {
    const sample = { action_type: 'pretix.event.order.placed' };
    expect(await ask(organizer, broken.id, 'test', sample)).toEqual({
      status: 409,
      body: {
        detail: 'The URL of this webhook cannot be read, since its key is gone: give it its URL again.',
      },
    });
    expect(await ask(organizer, broken.id, 'test', { action_type: 'foo' })).toMatchObject({ status: 400 });
    expect(await organizer.calls(broken.id)).toEqual([]);
    expect(await ask(organizer, healthy.id, 'test', sample)).toMatchObject({ status: 200 });
    expected(200, await organizer.api.patch(pathOf(broken), { target_url: `${receiver.url}broken` }));
    expect(await ask(organizer, broken.id, 'test', sample)).toMatchObject({ status: 200 });
    expect(calledUrls()).toEqual(['/healthy', '/broken']);
  });
});
