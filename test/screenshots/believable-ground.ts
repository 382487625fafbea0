import { administrator, type Permission, type Principal } from '@app/access';
import { TransactionRunner } from '@app/database';
import { DeliveryActions, type SettledCall } from '@contracts/delivery';
import { WebhookDirectory, WebhookEditing } from '@contracts/webhooks';
import { logCalls } from '../logs/log-steps.js';
import { peopleOf, signIn, signInByLink, signInFirst } from '../setup/browser.js';
import { type Doorbell, expected, type TestOrganizer } from '../setup/doorbell.js';
import { tellTraffic } from './believable-traffic.js';
import { believableCalls, type CalledWebhook } from './believable-calls.js';
import { believableWebhooks } from './believable-webhooks.js';
import { Chance } from './chance.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const group = 500;
/** Of what failed first, so much is not tried again: somebody said so. */
const stopped = 48;
const stoppedHoursAgo = 20;
const tuesday = 2;
const staff: readonly Permission[] = ['can_view_organizer', 'can_change_organizer_settings'];
const neighbours = [
  ['northwind', 'Northwind Festival', 2],
  ['riverside', 'Riverside Theatre', 1],
  ['city-museum', 'City Museum', 3],
] as const;

/** What there is to be looked at. */
export interface BelievableGround {
  /** The cookie of an administrator. */
  readonly administrator: string;
  /** Ids of webhooks: one that is well, and one that fails since Tuesday. */
  readonly well: number;
  readonly failing: number;
  readonly acceptedCall: number;
  readonly failedCall: number;
  readonly notification: number;
  readonly person: number;
  /** When it began to fail, as an address says it. */
  readonly since: string;
}

/** A month in the life of an organizer, told by the modules' own doors, with the clock set back and let run. */
export async function tellMonth(doorbell: Doorbell): Promise<BelievableGround> {
  const now = doorbell.clock.now();
  doorbell.clock.advance(-31 * dayMs);
  await signInFirst(doorbell);
  const organizer = await foundOrganizer(doorbell);
  const person = await inviteColleagues(doorbell, organizer);
  const grace = principalOf(person, organizer);
  await giveTokens(doorbell, organizer);
  const webhooks = await createWebhooks(doorbell, grace, organizer, hoursSinceTuesday(now));
  const chance = new Chance(20_261_126);
  const calls = webhooks.flatMap((webhook) => believableCalls(webhook, now, chance));
  await logAll(doorbell, calls);
  await endThem(doorbell, grace, webhooks, now);
  await oweRetries(doorbell, grace, calls, now);
  await foundNeighbours(doorbell, chance, now);
  doorbell.clock.advance(now.getTime() - doorbell.clock.now().getTime());
  await useTokens(doorbell);
  await tellTraffic(doorbell, chance);
  const { cookieHeader } = await signIn(doorbell);
  const [well, , , failing] = webhooks;
  const since = new Date(now.getTime() - hoursSinceTuesday(now) * hourMs).toISOString().slice(0, 13);
  return {
    administrator: cookieHeader!,
    person,
    since: `${since}:00Z`,
    ...(await newestOf(organizer, well!.id, failing!.id)),
  };
}

/** At eight in the morning. */
function hoursSinceTuesday(now: Date): number {
  const days = (now.getUTCDay() - tuesday + 7) % 7;
  return days * 24 + now.getUTCHours() - 8;
}

async function foundOrganizer(doorbell: Doorbell): Promise<TestOrganizer> {
  const organizer = await doorbell.createOrganizer({ slug: 'acmecorp', events: [], token: 'Ticket shop' });
  expected(
    200,
    await doorbell.admin.send('PATCH', `${organizer.path}/`, { body: { name: 'Acme Conferences' } }),
  );
  const events = { democon: 'Democon 2026', 'summer-school': 'Summer School', 'winter-gala': 'Winter Gala' };
  for (const [slug, name] of Object.entries(events))
    expected(201, await doorbell.admin.post(`${organizer.path}/events/`, { name: { en: name }, slug }));
  return organizer;
}

/** Answers the id of one. */
async function inviteColleagues(doorbell: Doorbell, organizer: TestOrganizer): Promise<number> {
  const people = peopleOf(doorbell);
  const grace = { email: 'grace@acme.example', name: 'Grace Hopper', permissions: staff };
  const { person, link } = await people.invite(organizer, grace, administrator);
  await signInByLink(doorbell, link!.token);
  const linus = { email: 'linus@agency.example', name: 'Linus Berg', permissions: staff };
  await people.invite(organizer, linus, administrator);
  const mia = { email: 'mia@acme.example', name: 'Mia Okafor', permissions: ['can_view_organizer'] as const };
  await people.invite(organizer, mia, administrator);
  return person.id;
}

async function giveTokens(doorbell: Doorbell, { path }: TestOrganizer): Promise<void> {
  const give = async (name: string, permissions: readonly Permission[], expires: string | null) =>
    expected(
      201,
      await doorbell.admin.post<{ id: number }>(`${path}/tokens/`, { name, permissions, expires }),
    );
  await give('Box office', ['can_view_organizer', 'can_send_notifications'], null);
  await give('Nightly export', ['can_view_organizer'], '2027-06-30T23:59:59.999Z');
  const { id } = await give('Trial of an agency', staff, null);
  await doorbell.admin.delete(`${path}/tokens/${id}/`);
}

/** When programs have used theirs. */
async function useTokens(doorbell: Doorbell): Promise<void> {
  const used = { 'Box office': '3 hours', 'Nightly export': '9 hours', 'Trial of an agency': '30 days' };
  for (const [name, ago] of Object.entries(used)) {
    await doorbell.query('UPDATE tokens SET last_used = now() - $2::interval WHERE name = $1', [name, ago]);
  }
}

const principalOf = (id: number, { id: organizerId }: TestOrganizer): Principal => ({
  type: 'person',
  id,
  name: 'Grace Hopper',
  grants: new Map([[organizerId, new Set(staff)]]),
});

async function createWebhooks(
  doorbell: Doorbell,
  principal: Principal,
  { id: organizerId }: TestOrganizer,
  sinceTuesday: number,
): Promise<readonly CalledWebhook[]> {
  const webhooks: CalledWebhook[] = [];
  for (const webhook of believableWebhooks(sinceTuesday)) {
    doorbell.clock.advance(7 * 60_000);
    const limit = webhook.fields.limit_events ?? [];
    const fields = { ...webhook.fields, limit_events: limit, all_events: limit.length === 0 };
    const id = await editingOf(doorbell).create(fields, { organizerId, principal });
    webhooks.push({ ...webhook, id, organizerId });
  }
  return webhooks;
}

const editingOf = ({ app }: Doorbell): WebhookEditing =>
  app.get<WebhookEditing>(WebhookEditing, { strict: false });

async function logAll(doorbell: Doorbell, calls: readonly SettledCall[]): Promise<void> {
  const inOrder = calls.toSorted((a, b) => a.began.getTime() - b.began.getTime());
  for (let start = 0; start < inOrder.length; start += group)
    await logCalls(doorbell, inOrder.slice(start, start + group));
}

/** Some were disabled, the one by a person and the other by its receiver. */
async function endThem(
  doorbell: Doorbell,
  principal: Principal,
  webhooks: readonly CalledWebhook[],
  now: Date,
): Promise<void> {
  const ended = webhooks.flatMap((webhook) => (webhook.ends ? [{ ...webhook, ...webhook.ends }] : []));
  for (const { id, organizerId, fields, by, hours } of ended.toSorted((a, b) => b.hours - a.hours)) {
    doorbell.clock.advance(now.getTime() - hours * hourMs - doorbell.clock.now().getTime());
    if (by === 'person') {
      await editingOf(doorbell).update(id, { enabled: false }, { organizerId, principal });
    } else {
      const directory = doorbell.app.get<WebhookDirectory>(WebhookDirectory, { strict: false });
      await doorbell.app
        .get(TransactionRunner, { strict: false })
        .runApart(async (manager) => directory.disableGone(id, fields.target_url, manager));
    }
  }
}

/** What waits for its next call, after the last one that the log tells of. Of the first ones somebody stopped that. */
async function oweRetries(
  doorbell: Doorbell,
  principal: Principal,
  calls: readonly SettledCall[],
  now: Date,
): Promise<void> {
  const waiting = calls.filter(({ nextAttempt }) => nextAttempt !== null && nextAttempt > now);
  const [{ organizerId, webhookId }] = waiting as [SettledCall];
  doorbell.clock.advance(now.getTime() - stoppedHoursAgo * hourMs - doorbell.clock.now().getTime());
  await owe(doorbell, waiting.slice(0, stopped));
  const actions = doorbell.app.get<DeliveryActions>(DeliveryActions, { strict: false });
  await actions.drop({ organizerId, webhookId, principal });
  await doorbell.untilNothingIsOwed();
  await owe(doorbell, waiting.slice(stopped));
}

async function owe(doorbell: Doorbell, waiting: readonly SettledCall[]): Promise<void> {
  await doorbell.query(
    `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, attempt, due, last_error)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::integer[],
       $7::smallint[], $8::timestamptz[], $9::text[])`,
    [
      waiting.map(({ deliveryId }) => deliveryId),
      waiting.map(({ notification }) => notification.id),
      waiting.map(({ notification }) => notification.recorded),
      waiting.map(({ organizerId }) => organizerId),
      waiting.map(({ webhookId }) => webhookId),
      waiting.map(() => 1),
      waiting.map(({ attempt }) => attempt),
      waiting.map(({ nextAttempt }) => nextAttempt),
      waiting.map(({ result }) => result.error?.message ?? null),
    ],
  );
}

/** Other organizers, with a webhook or two that do well. */
async function foundNeighbours(doorbell: Doorbell, chance: Chance, now: Date): Promise<void> {
  const [, , quiet] = believableWebhooks(0);
  for (const [slug, name, count] of neighbours) {
    const organizer = await doorbell.createOrganizer({ slug });
    expected(200, await doorbell.admin.send('PATCH', `${organizer.path}/`, { body: { name } }));
    for (let number = 0; number < count; number += 1) {
      const { id } = await organizer.createWebhook({
        ...quiet!.fields,
        target_url: `https://${slug}.example/in`,
      });
      await logAll(doorbell, believableCalls({ ...quiet!, id, organizerId: organizer.id }, now, chance));
    }
  }
}

async function newestOf(
  organizer: TestOrganizer,
  well: number,
  failing: number,
): Promise<Omit<BelievableGround, 'administrator' | 'person' | 'since'>> {
  const [accepted] = await organizer.calls(well);
  const [failed] = await organizer.calls(failing);
  return {
    well,
    failing,
    acceptedCall: accepted!.id,
    failedCall: failed!.id,
    notification: failed!.notification_id,
  };
}
