import { type ActionType, type ActionTypeVocabulary, Vocabulary } from '@app/action-types';
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  nat,
  option,
  record,
  subarray,
} from 'fast-check';
import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Doorbell,
  expected,
  type RecordedAnswer,
  startDoorbell,
  type TestOrganizer,
} from '../setup/doorbell.js';

const orderType = (name: string, sampleAction = name): ActionType => ({
  name,
  label: name,
  group: 'shop',
  scope: 'event',
  sampleAction,
  body: ['notification_id', 'organizer', 'event', 'action'],
  fields: [],
});
const customerType = (name: string, sampleAction = name): ActionType => ({
  ...orderType(name, sampleAction),
  scope: 'organizer',
  body: ['notification_id', 'organizer', 'action'],
});

const types: readonly ActionType[] = [
  orderType('shop.order.placed'),
  orderType('shop.order.*', 'shop.order.lost'),
  orderType('shop.order.changed.*', 'shop.order.changed.price'),
  orderType('shop.order.changed.twice'),
  { ...orderType('shop.event.deleted'), ignoresEventLimit: true },
  customerType('shop.customer.*', 'shop.customer.changed'),
  customerType('shop.customer.created'),
];
const names = types.map(({ name }) => name);
const actions = [
  ...types.map(({ sampleAction }) => sampleAction),
  'shop.order.changed',
  'shop.order.changed.price.up',
  'shop.order.changed.twice.again',
  'shop.order.placed.by.hand',
  'shop.customer.created.anew',
];
const events = ['one', 'two', 'three'];

@Vocabulary()
@Injectable()
class ShopActions implements ActionTypeVocabulary {
  readonly prefix = 'shop';
  readonly actionTypes = types;
}

@Module({ providers: [ShopActions] })
class ShopModule {}

/** `limit` null: all events. */
const configurations = record({
  enabled: nat(3).map((one) => one > 0),
  types: subarray(names, { minLength: 1 }),
  limit: option(subarray(events), { freq: 2 }),
});
type Configuration = typeof configurations extends Arbitrary<infer Value> ? Value : never;

const webhooks = array(
  record({ isOfFirst: boolean(), created: configurations, changed: option(configurations) }),
  { minLength: 1, maxLength: 6 },
);
const notifications = array(
  record({ isOfFirst: boolean(), action: constantFrom(...actions), event: constantFrom(...events) }),
  { minLength: 1, maxLength: 10 },
);

const runs = 40;
const timeLimitMs = 8_000;

let doorbell: Doorbell;
let first: TestOrganizer;
let second: TestOrganizer;
beforeAll(async () => {
  // Without anybody who calls: what is owed stays there to be seen.
  doorbell = await startDoorbell({ queue: 'bull', settings: { role: 'api' }, modules: [ShopModule] });
  first = await doorbell.createOrganizer({ events });
  second = await doorbell.createOrganizer({ events });
});
afterAll(() => doorbell.stop());

const bodyOf = ({ enabled, types: action_types, limit }: Configuration) => ({
  enabled,
  action_types,
  all_events: limit === null,
  limit_events: limit ?? [],
});

/** The registered type that an action belongs to: of its own name, else of the longest family above it. */
function typeOf(action: string): ActionType {
  const families = types.filter(({ name }) => name.endsWith('.*') && action.startsWith(name.slice(0, -1)));
  const [longest] = families.toSorted((one, other) => other.name.length - one.name.length);
  return types.find(({ name }) => name === action) ?? longest!;
}

/** Whether it is owed, read from the contract and nowhere else. */
function isOwed(
  { enabled, types: subscribed, limit }: Configuration,
  action: string,
  event: string,
): boolean {
  const { name, scope, ignoresEventLimit } = typeOf(action);
  if (!enabled || !subscribed.includes(name)) return false;
  return scope === 'organizer' || ignoresEventLimit === true || limit === null || limit.includes(event);
}

it('18. 19. 20. Any notification is owed to the webhooks that the contract names, however they came to be what they are, and to no other.', async () => {
  const until = performance.now() + timeLimitMs;
  const anything = asyncProperty(webhooks, notifications, async (wanted, happened) => {
    // A slow machine tries fewer.
    if (performance.now() > until) return;
    await doorbell.query('DELETE FROM webhooks');
    const ids: number[] = [];
    for (const { isOfFirst, created, changed } of wanted) {
      const { api, path } = isOfFirst ? first : second;
      const body = { ...bodyOf(created), target_url: 'http://127.0.0.1:8/' };
      const { id } = expected(201, await api.post<{ id: number }>(`${path}/webhooks/`, body));
      if (changed) expected(200, await api.patch(`${path}/webhooks/${id}/`, bodyOf(changed)));
      ids.push(id);
    }
    for (const organizer of [first, second]) {
      const own = happened.filter(({ isOfFirst }) => isOfFirst === (organizer === first));
      const owed = await recordAll(organizer, own);
      const named = own.map(({ action, event }) =>
        ids.filter((_id, index) => {
          const { isOfFirst, created, changed } = wanted[index]!;
          return isOfFirst === (organizer === first) && isOwed(changed ?? created, action, event);
        }),
      );
      expect(owed).toEqual(named);
    }
  });
  await assert(anything, { numRuns: runs });
});

/** @returns the webhooks that each is owed to */
async function recordAll(
  { api, path }: TestOrganizer,
  happened: readonly { readonly action: string; readonly event: string }[],
): Promise<readonly (readonly number[])[]> {
  if (happened.length === 0) return [];
  const bodies = happened.map(({ action, event }) =>
    typeOf(action).scope === 'event' ? { action, event } : { action },
  );
  const answer = await api.post<{ results: readonly RecordedAnswer[] }>(`${path}/notifications/batch/`, {
    notifications: bodies,
  });
  const { results } = expected(201, answer);
  const rows = await doorbell.query<{ id: string; webhooks: readonly string[] }>(
    `SELECT notification_id AS id, array_agg(webhook_id ORDER BY webhook_id) AS webhooks FROM owed
     WHERE notification_id = ANY ($1) GROUP BY notification_id`,
    [results.map(({ notification_id }) => notification_id)],
  );
  const byId = new Map(rows.map(({ id, webhooks: owedTo }) => [Number(id), owedTo.map(Number)]));
  return results.map(({ notification_id, deliveries }) => {
    const owedTo = byId.get(notification_id) ?? [];
    expect(deliveries).toBe(owedTo.length);
    return owedTo;
  });
}
