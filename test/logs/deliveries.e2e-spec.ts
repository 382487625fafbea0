import { TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { type Receiver, startReceiver } from '@app/testing';
import { DeliveriesDropped, DeliveryHistory, type ResendState } from '@contracts/delivery';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeliveryAnswer, ask } from '../delivery/delivery-steps.js';
import {
  type CallAnswer,
  type Doorbell,
  expected,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';
import { allPages, type CallFields, failure, logCalls, settledCall } from './log-steps.js';

let doorbell: Doorbell;
let organizer: TestOrganizer;
let receiver: Receiver;
let history: DeliveryHistory;
beforeAll(async () => {
  [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  organizer = await doorbell.createOrganizer();
  history = doorbell.app.get<DeliveryHistory>(DeliveryHistory, { strict: false });
});
afterAll(async () => {
  await receiver.close();
  await doorbell.stop();
});

const pathOf = (webhookId: number): string => `/webhooks/${webhookId}/deliveries/`;
const list = (webhookId: number, query = ''): Promise<readonly DeliveryAnswer[]> =>
  allPages<DeliveryAnswer>(organizer, `${pathOf(webhookId)}?${query}`);
const idsOf = (items: readonly { readonly id: number }[]): readonly number[] => items.map(({ id }) => id);
const idleWebhook = async (): Promise<number> =>
  (await organizer.createWebhook({ target_url: receiver.url, action_types: [] })).id;

/** Ends a delivery of an old notification with a call. */
const ended = async (webhookId: number, fields: CallFields = {}): Promise<number> => {
  const call = settledCall(organizer.id, webhookId, fields);
  await logCalls(doorbell, [call]);
  return call.deliveryId!;
};

let lastDropped = 2_000_000;
async function drop(webhookId: number, recorded: Date): Promise<number> {
  const id = (lastDropped += 1);
  const dropped = {
    id,
    notificationId: id,
    recorded,
    organizerId: organizer.id,
    webhookId,
    round: 1,
    attempt: 2,
    due: recorded,
    inFlight: false,
    lastReturnCode: 500,
    lastError: 'status',
    droppedReason: null,
    reason: 'dropped',
  } as const;
  const bus = doorbell.app.get(EventBus, { strict: false });
  await doorbell.app
    .get(TransactionRunner, { strict: false })
    .runApart((manager) => bus.publish(new DeliveriesDropped([dropped], new Date()), manager));
  return id;
}

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

describe('deliveries', () => {
  it('show what is pending, with its state, its calls and what comes next, and then what became of it', async () => {
    receiver.answer = 500;
    const { id } = await organizer.createWebhook({
      target_url: receiver.url,
      limit_events: [],
      all_events: true,
    });
    const recorded = await organizer.record();
    await doorbell.untilAllWait();
    const [pending, ...others] = await list(id);
    expect(others).toEqual([]);
    const [call] = await organizer.calls(id);
    expect(pending).toEqual({
      id: call!.delivery,
      notification_id: recorded.notification_id,
      action_type: 'pretix.event.order.placed',
      action: 'pretix.event.order.placed',
      event: 'democon',
      recorded: recorded.recorded,
      state: 'pending',
      in_flight: false,
      dropped_reason: null,
      round: 1,
      attempts: 1,
      next_attempt: call!.next_attempt,
      last_return_code: 500,
      last_error: 'status',
    });
    const one = expected(200, await organizer.api.get(`${organizer.path}${pathOf(id)}${pending!.id}/`));
    expect(one).toEqual({ ...pending, calls: [call] });
    const notificationPath = `${organizer.path}/notifications/${recorded.notification_id}/`;
    const seen = async () => (await organizer.api.get(notificationPath)).body['deliveries'];
    expect(await seen()).toMatchObject([{ id: pending!.id, webhook: id, state: 'pending', attempts: 1 }]);

    receiver.answer = 200;
    expect(await ask(organizer, id, 'expedite')).toMatchObject({ status: 200 });
    await doorbell.untilNothingIsOwed();
    const after = await list(id);
    const ending = {
      state: 'succeeded',
      attempts: 2,
      next_attempt: null,
      last_return_code: 200,
      last_error: null,
    };
    expect(after).toMatchObject([{ id: pending!.id, ...ending }]);
    expect(await seen()).toMatchObject([{ id: pending!.id, state: 'succeeded', attempts: 2 }]);

    // Sent again it is pending, once, and no longer shown as ended.
    receiver.answer = 503;
    expect(await ask(organizer, id, `deliveries/${pending!.id}/resend`)).toMatchObject({ status: 202 });
    await doorbell.untilAllWait();
    expect(await list(id)).toMatchObject([{ id: pending!.id, state: 'pending', round: 2, attempts: 1 }]);
    expect(await list(id, 'state=succeeded')).toEqual([]);
    const detail = await organizer.api.get<{ calls: readonly CallAnswer[] }>(
      `${organizer.path}${pathOf(id)}${pending!.id}/`,
    );
    expect(detail.body.calls.map(({ round, attempt }) => [round, attempt])).toEqual([
      [2, 1],
      [1, 2],
      [1, 1],
    ]);
    await organizer.api.delete(`${organizer.path}/webhooks/${id}/`);
    expect(await list(id)).toMatchObject([
      { id: pending!.id, state: 'dropped', dropped_reason: 'webhook_disabled', round: 2, next_attempt: null },
    ]);
  });

  it('are listed newest first by recording, each exactly once, whatever state they are in', async () => {
    receiver.answer = 500;
    const { id } = await organizer.createWebhook({ target_url: receiver.url });
    const succeeded = await ended(id, { notification: { recorded: minutesAgo(50) } });
    const exhausted = await ended(id, { notification: { recorded: minutesAgo(40) }, result: failure });
    const dropped = await drop(id, minutesAgo(30));
    const older = await ended(id, { notification: { recorded: minutesAgo(60) }, began: minutesAgo(1) });
    // Not the last call of its delivery.
    await ended(id, { notification: { recorded: minutesAgo(20) }, result: failure, final: false });
    await organizer.record();
    await doorbell.untilAllWait();
    const all = await list(id);
    const pending = all[0]!.id;
    expect(idsOf(all)).toEqual([pending, dropped, exhausted, succeeded, older]);
    expect(idsOf(await list(id, 'page_size=1'))).toEqual(idsOf(all));
    expect(idsOf(await list(id, 'page_size=2'))).toEqual(idsOf(all));
    expect(idsOf(await list(id, 'state=pending'))).toEqual([pending]);
    expect(idsOf(await list(id, 'state=succeeded'))).toEqual([succeeded, older]);
    expect(idsOf(await list(id, 'state=exhausted'))).toEqual([exhausted]);
    expect(await list(id, 'state=dropped')).toMatchObject([
      { id: dropped, dropped_reason: 'dropped', attempts: 2, last_return_code: 500, last_error: 'status' },
    ]);
    const since = minutesAgo(45).toISOString();
    expect(idsOf(await list(id, `since=${since}`))).toEqual([pending, dropped, exhausted]);
    expect(idsOf(await list(id, `until=${since}`))).toEqual([succeeded, older]);
    const refused = await organizer.api.get(`${organizer.path}${pathOf(id)}?state=lost`);
    expect(refused).toMatchObject({ status: 400, body: { state: ['"lost" is not a valid choice.'] } });
    expect(await organizer.api.get(`${organizer.path}${pathOf(id)}4711/`)).toMatchObject({
      status: 404,
      body: { detail: 'No Delivery matches the given query.' },
    });
    const foreign = await idleWebhook();
    expect((await organizer.api.get(`${organizer.path}${pathOf(foreign)}${succeeded}/`)).status).toBe(404);
    expect((await organizer.api.get(`${organizer.path}${pathOf(foreign)}${pending}/`)).status).toBe(404);
    await organizer.api.delete(`${organizer.path}/webhooks/${id}/`);
  });

  it('that have ended can be reopened, once; the transaction that does so decides', async () => {
    const id = await idleWebhook();
    const called = await ended(id, { result: failure, round: 3 });
    const dropped = await drop(id, minutesAgo(5));
    const transactions = doorbell.app.get(TransactionRunner, { strict: false });
    const reopen = (webhookId: number, delivery: number) =>
      transactions.runApart((manager) => history.reopen(webhookId, delivery, manager));
    expect(await reopen(await idleWebhook(), called)).toBeNull();
    await expect(
      transactions.runApart(async (manager) => {
        await history.reopen(id, called, manager);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const both = await Promise.all([reopen(id, called), reopen(id, called)]);
    expect(both.filter((reopened) => reopened !== null)).toMatchObject([{ id: called, round: 3 }]);
    expect(await reopen(id, dropped)).toMatchObject({ id: dropped, notificationId: dropped, round: 1 });
    expect(await reopen(id, dropped)).toBeNull();
    expect(await list(id)).toEqual([]);
    expect(await organizer.calls(id)).toHaveLength(1);
  });

  it('of a time are reopened in the order of recording, in steps, each once, and only what had ended by then', async () => {
    const id = await idleWebhook();
    const wanted: number[] = [];
    for (let minute = 30; minute > 10; minute -= 1) {
      const recorded = minutesAgo(minute);
      const notification = { recorded };
      if (minute % 4 === 0) wanted.push(await drop(id, recorded));
      else if (minute % 4 === 1) await ended(id, { notification });
      else wanted.push(await ended(id, { notification, result: failure }));
    }
    const range = (state: ResendState) => ({
      webhookId: id,
      since: minutesAgo(31),
      until: minutesAgo(10.5),
      state,
    });
    const transactions = doorbell.app.get(TransactionRunner, { strict: false });
    const count = (state: ResendState) =>
      transactions.runApart((manager) => history.count(range(state), manager));
    expect([await count('failed'), await count('all')]).toEqual([wanted.length, 20]);
    const endedBefore = new Date(Date.now() + 1_000);
    await ended(id, {
      notification: { recorded: minutesAgo(12.5) },
      result: failure,
      began: new Date(endedBefore.getTime() + 1),
    });
    const seen: number[] = [];
    type Step = Parameters<DeliveryHistory['reopenNext']>[1];
    let after: Step['after'] = null;
    for (;;) {
      const step: Step = { after, endedBefore, limit: 4 };
      const reopened = await transactions.runApart((manager) =>
        history.reopenNext(range('failed'), step, manager),
      );
      seen.push(...idsOf(reopened));
      after = reopened.at(-1) ?? after;
      if (reopened.length < 4) break;
    }
    expect(seen).toEqual(wanted);
    expect([await count('failed'), await count('all')]).toEqual([1, 6]);
  });
});
