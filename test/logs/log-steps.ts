import { DayPartitions, TextCatalog, TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import type { CallResult } from '@app/http-egress';
import type { NotificationSummary } from '@contracts/events';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import { type CallAnswer, type Doorbell, expected, type TestOrganizer } from '../setup/doorbell.js';

export interface CursorPage<Item> {
  readonly next: string | null;
  readonly results: readonly Item[];
}

/** What a call came to, where `fields` do not say otherwise: a 200 within 20 ms. */
export function resultOf(fields: Partial<CallResult> = {}): CallResult {
  return {
    returnCode: 200,
    success: true,
    error: null,
    requestHeaders: { 'content-type': 'application/json' },
    responseHeaders: {},
    responseBody: 'ok',
    remoteAddress: '127.0.0.1',
    timings: { dns: null, connect: null, tls: null, first_byte: 0.019, total: 0.02 },
    durationMs: 20,
    ...fields,
  };
}

export const failure: Partial<CallResult> = {
  returnCode: 500,
  success: false,
  error: { code: 'status', message: 'The receiver answered 500.' },
};

export interface CallFields extends Partial<Omit<SettledCall, 'notification' | 'result'>> {
  readonly notification?: Partial<NotificationSummary>;
  readonly result?: Partial<CallResult>;
}

let lastId = 1_000_000;

/** A call of a webhook as delivery hands it to the log: of a placed order, now, where `fields` do not say otherwise. */
export function settledCall(
  organizerId: number,
  webhookId: number,
  { notification, result, ...fields }: CallFields = {},
): SettledCall {
  const id = (lastId += 1);
  const { began = new Date() } = fields;
  const summary: NotificationSummary = {
    id,
    recorded: began,
    organizerId,
    actionType: 'pretix.event.order.placed',
    action: 'pretix.event.order.placed',
    event: 'democon',
    reference: 'ABC23',
    body: '{"notification_id":1}',
    ...notification,
  };
  return {
    organizerId,
    webhookId,
    deliveryId: id,
    notification: summary,
    began,
    url: 'https://example.org/hook',
    round: 1,
    attempt: 1,
    final: true,
    nextAttempt: null,
    ...fields,
    result: resultOf(result),
  };
}

/** What the calls are about, as the recorder leaves it: the log finds references by it. */
async function recordNotifications(doorbell: Doorbell, calls: readonly SettledCall[]): Promise<void> {
  const notifications = calls.flatMap(({ deliveryId, notification }) =>
    deliveryId === null ? [] : [notification],
  );
  const recorded = notifications.map((notification) => notification.recorded);
  await doorbell.app.get(DayPartitions, { strict: false }).require('notifications', recorded);
  await doorbell.app
    .get(TextCatalog, { strict: false })
    .idsOf(notifications.flatMap(({ action, actionType }) => [action, actionType]));
  await doorbell.query(
    `INSERT INTO notifications (id, recorded, organizer_id, event, reference, body, action_type_id, action_id)
     SELECT n.id, n.recorded, n.organizer_id, n.event, n.reference, n.body, t.id, a.id
     FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS n (id, recorded, organizer_id, event, reference, body, type, action)
       JOIN texts t ON t.text = n.type JOIN texts a ON a.text = n.action
     ON CONFLICT DO NOTHING`,
    [
      notifications.map(({ id }) => id),
      recorded,
      notifications.map(({ organizerId }) => organizerId),
      notifications.map(({ event }) => event),
      notifications.map(({ reference }) => reference),
      notifications.map(({ body }) => body),
      notifications.map(({ actionType }) => actionType),
      notifications.map(({ action }) => action),
    ],
  );
}

/** Logs calls as settling does: a group in a transaction of its own. Answers their ids, in order. */
export async function logCalls(
  doorbell: Doorbell,
  calls: readonly SettledCall[],
): Promise<readonly number[]> {
  await recordNotifications(doorbell, calls);
  const bus = doorbell.app.get(EventBus, { strict: false });
  const settled = new CallsSettled(calls);
  await doorbell.app
    .get(TransactionRunner, { strict: false })
    .runApart((manager) => bus.publish(settled, manager));
  return settled.ids;
}

/** The first page of a list below the organizer's path. */
export async function firstPage<Item = CallAnswer>(
  organizer: TestOrganizer,
  path: string,
): Promise<CursorPage<Item>> {
  return expected(200, await organizer.api.get<CursorPage<Item>>(`${organizer.path}${path}`));
}

/** Every item of a list; between two pages, `meanwhile` happens. */
export async function allPages<Item = CallAnswer>(
  organizer: TestOrganizer,
  path: string,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let page = await firstPage<Item>(organizer, path);
  for (;;) {
    items.push(...page.results);
    if (page.next === null) return items;
    await meanwhile();
    page = expected(200, await organizer.api.get<CursorPage<Item>>(page.next));
  }
}
