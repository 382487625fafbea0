import type { SettledCall } from '@contracts/delivery';
import { type CallFields, settledCall } from '../logs/log-steps.js';
import { type BelievableWebhook, overloaded, type Trouble } from './believable-webhooks.js';
import type { Chance } from './chance.js';

const hourMs = 3_600_000;
const days = 30;
/** As long as it may take to tell all this, and to take the pictures. */
const undisturbedMs = 15 * 60_000;
/** What Doorbell waits before it calls again, in seconds. */
const waits = [5, 30, 60, 300, 1200, 3600, 14_400, 21_600, 43_200, 86_400, 86_400];

export interface CalledWebhook extends BelievableWebhook {
  readonly id: number;
  readonly organizerId: number;
}

let lastNotification = 48_200;
let lastDelivery = 91_500;

/** A month of calls up to `now`, with night and day, oldest first. */
export function believableCalls(webhook: CalledWebhook, now: Date, chance: Chance): readonly SettledCall[] {
  const first = now.getTime() - days * 24 * hourMs;
  const last = now.getTime() - (webhook.ends?.hours ?? 0) * hourMs;
  const calls: SettledCall[] = [];
  for (let hour = first; hour < last; hour += hourMs) {
    const count = Math.round(webhook.busiest * businessOf(new Date(hour)) * (0.6 + 0.8 * chance.next()));
    for (let number = 0; number < count; number += 1) {
      const recorded = new Date(hour + chance.next() * hourMs);
      if (recorded < now) calls.push(...callsOfOne(webhook, recorded, now, chance));
    }
  }
  return calls;
}

/** How much of the busiest hour: people sleep, and rest at the weekend. */
function businessOf(date: Date): number {
  const hour = date.getUTCHours();
  const day = Math.max(0, Math.sin(((hour - 5) / 17) * Math.PI));
  const isWeekend = date.getUTCDay() % 6 === 0;
  return day * (isWeekend ? 0.45 : 1);
}

function callsOfOne(
  webhook: CalledWebhook,
  recorded: Date,
  now: Date,
  chance: Chance,
): readonly SettledCall[] {
  const { fails, failsOneIn } = webhook;
  const subject = subjectOf(webhook, recorded, chance);
  if (fails && recorded.getTime() > now.getTime() - fails.hours * hourMs)
    return failingCalls(subject, fails.trouble, now);
  if (chance.next() > 1 / failsOneIn) return [accepted(webhook, subject, recorded, 1, chance)];
  const again = new Date(recorded.getTime() + 5_300);
  return [
    failed(subject, overloaded, { began: recorded, attempt: 1, nextAttempt: again }),
    accepted(webhook, subject, again, 2, chance),
  ];
}

/** What all calls of a delivery have in common. */
type Subject = (fields: CallFields) => SettledCall;

function subjectOf(
  {
    id,
    organizerId,
    fields: { target_url: url, limit_events: limit = [], action_types: types },
  }: CalledWebhook,
  recorded: Date,
  chance: Chance,
): Subject {
  lastNotification += 1;
  lastDelivery += 1;
  const [notificationId, deliveryId] = [lastNotification, lastDelivery];
  const type = chance.of(types ?? []);
  const event = limit[0] ?? chance.of(['democon', 'democon', 'summer-school']);
  const reference = chance.code();
  const action = type.replace('.*', '.item');
  const body = JSON.stringify({
    notification_id: notificationId,
    organizer: 'acmecorp',
    event,
    code: reference,
    action,
  });
  const notification = { id: notificationId, recorded, actionType: type, action, event, reference, body };
  return (call) => {
    const result = { requestHeaders: sentTo(url), ...call.result };
    return settledCall(organizerId, id, { url, deliveryId, notification, ...call, result });
  };
}

function accepted(
  { medianMs }: CalledWebhook,
  subject: Subject,
  began: Date,
  attempt: number,
  chance: Chance,
): SettledCall {
  const waited = medianMs * (0.7 + 0.4 * chance.next() + 2.5 * chance.next() ** 12);
  const isNew = chance.next() < 0.3;
  const [dns, connect, tls] = isNew ? [0.004, 0.021, 0.038] : [null, null, null];
  const seconds = waited / 1000;
  const timings = { dns, connect, tls, first_byte: seconds, total: seconds + 0.001 };
  const result = {
    responseHeaders: { date: began.toUTCString(), server: 'nginx', 'content-type': 'application/json' },
    responseBody: '{"status":"accepted","queued":true}',
    remoteAddress: '203.0.113.24',
    durationMs: waited + 1,
    timings,
  };
  return subject({ began, attempt, result });
}

const sentTo = (url: string): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'user-agent': 'Doorbell/0.1.0',
  accept: '*/*',
  ...(new URL(url).username === '' ? {} : { authorization: '***' }),
});

function failed(subject: Subject, trouble: Trouble, call: CallFields): SettledCall {
  const { code, message, returnCode, body } = trouble;
  const isAnswered = returnCode > 0;
  const result = {
    returnCode,
    success: false,
    error: { code, message },
    responseHeaders: isAnswered ? { server: 'envoy', 'content-type': 'application/json' } : {},
    responseBody: body,
    remoteAddress: '203.0.113.80',
    durationMs: isAnswered ? 130 : 61,
    timings: isAnswered
      ? { dns: 0.003, connect: 0.02, tls: 0.035, first_byte: 0.128, total: 0.13 }
      : { dns: 0.004, connect: 0.019, tls: null, first_byte: null, total: 0.061 },
  };
  return subject({ ...call, final: false, result });
}

/** Again and again until now; the last of them waits for the next. None where that would be made, to nobody, meanwhile. */
function failingCalls(subject: Subject, trouble: Trouble, now: Date): readonly SettledCall[] {
  const calls: SettledCall[] = [];
  let began = subject({}).notification.recorded;
  for (const [index, wait] of waits.entries()) {
    const nextAttempt = new Date(began.getTime() + wait * 1000);
    calls.push(failed(subject, trouble, { began, attempt: index + 1, nextAttempt }));
    if (nextAttempt > now) break;
    began = nextAttempt;
  }
  const next = calls.at(-1)!.nextAttempt!.getTime() - now.getTime();
  return next > 0 && next < undisturbedMs ? [] : calls;
}
