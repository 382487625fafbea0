import { hash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { makePastDays, multiplyRow, upTo, withoutIndexes } from '../stage/fill.js';
import { recordingOf, type Ground } from './ground.js';

export const placed = 'pretix.event.order.placed';
/** One in fifty. */
export const paid = 'pretix.event.order.paid';
/** One in ten thousand. */
export const canceled = 'pretix.event.order.canceled';
/** Of one notification in ten thousand. */
export const rareEvent = 'con7';

/** As many calls as there are webhooks, of each notification. */
const calledWebhooks = 10;
const pastDays = 29;
const others = {
  events: 10_000,
  webhooks: 10_000,
  organizers: 1_000,
  entries: 200_000,
  people: 500,
} as const;
const waitingRetries = 10_000;
const oldest = `now() - interval '${pastDays} days'`;

/** What is there to be looked at. */
export interface FilledConsole {
  /** Of a signed-in administrator. */
  readonly cookie: string;
  /** One that is well, and has a tenth of the log. */
  readonly webhook: number;
  /** One that has been failing for twenty days, with retries that wait. */
  readonly failing: number;
}

/** An organizer as it is after a month of 10 million calls: webhooks, events, retries, an audit trail, colleagues. */
export async function fillConsole(ground: Ground, calls: number): Promise<FilledConsole> {
  const webhooks = await createWebhooks(ground);
  await recordOneOfEach(ground);
  await fillNotifications(ground, calls / calledWebhooks);
  await fillCalls(ground, calls, webhooks);
  await fillHours(ground, calls, webhooks);
  await fillRetries(ground);
  await fillNeighbours(ground);
  const cookie = await signIn(ground);
  await ground.database.query('VACUUM (ANALYZE)');
  await ground.database.query('CHECKPOINT');
  return { cookie, webhook: webhooks[0]!, failing: webhooks.at(-1)! };
}

async function createWebhooks({ stage, organizer }: Ground): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let number = 1; number <= calledWebhooks; number += 1) {
    // Nobody listens at this port.
    const isFailing = number === calledWebhooks;
    const target_url = isFailing ? 'http://127.0.0.1:8/' : `${stage.receiverUrl}/ok/console${number}`;
    ids.push((await organizer.createWebhook({ target_url, action_types: [placed, paid, canceled] })).id);
  }
  return ids;
}

/** What is copied is as Doorbell wrote it. */
async function recordOneOfEach(ground: Ground): Promise<void> {
  const { stage, database } = ground;
  for (const action of [paid, canceled, placed]) {
    const fields = { action, event: 'democon' };
    await stage.load.call('record', { ...recordingOf(ground, 'single', 1), fields });
  }
  while ((await database.number('SELECT count(*) FROM owed WHERE lease_id IS NOT NULL OR attempt = 0')) > 0)
    await sleep(50);
}

/** Of notification `m`, counted from the oldest. */
const typeOf = (m: string): string => `(SELECT id FROM texts WHERE text = CASE
  WHEN ${m} % 10000 = 7 THEN '${canceled}' WHEN ${m} % 50 = 0 THEN '${paid}' ELSE '${placed}' END)`;
const eventOf = (m: string): string => `CASE WHEN ${m} % 10000 = 9 THEN '${rareEvent}' ELSE 'democon' END`;

async function fillNotifications({ database }: Ground, count: number): Promise<void> {
  await makePastDays(database, 'notifications', pastDays + 1);
  await withoutIndexes(database, 'notifications', async () =>
    multiplyRow(database, {
      table: 'notifications',
      numbers: upTo(count),
      set: {
        id: '1000000000 + n',
        recorded: `${oldest} + interval '${pastDays} days' * (n / ${count}::float8)`,
        action_type_id: typeOf('n'),
        action_id: typeOf('n'),
        event: eventOf('n'),
        reference: `'G' || n`,
      },
    }),
  );
}

/** Each notification went to all webhooks. One call in a hundred failed, and all of the last one's for twenty days. */
async function fillCalls({ database }: Ground, count: number, webhooks: readonly number[]): Promise<void> {
  await makePastDays(database, 'calls', pastDays + 1);
  const perDay = Math.ceil(count / pastDays);
  const at = `${oldest} + interval '${pastDays} days' * (n / ${count}::float8)`;
  const m = `((n - 1) / ${calledWebhooks} + 1)`;
  const ok = `${m} % 100 <> 0 AND NOT (n % ${calledWebhooks} = 0 AND n > ${Math.round(count / 3)})`;
  await withoutIndexes(database, 'calls', async () => {
    for (let day = 0; day < pastDays; day += 1) {
      const [first, last] = [day * perDay + 1, Math.min(count, (day + 1) * perDay)];
      await multiplyRow(database, {
        table: 'calls',
        numbers: `SELECT n FROM generate_series(${first}, ${last}) AS g (n)`,
        where: 'success',
        set: {
          id: `nextval('call_ids')`,
          datetime: at,
          recorded: at,
          webhook_id: `(ARRAY[${webhooks.join(', ')}])[(n - 1) % ${calledWebhooks} + 1]`,
          delivery_id: '1000000000 + n',
          notification_id: `1000000000 + ${m}`,
          reference: `'G' || ${m}`,
          action_type_id: typeOf(m),
          action_id: typeOf(m),
          event: eventOf(m),
          success: ok,
          return_code: `CASE WHEN ${ok} THEN 200 ELSE 500 END`,
        },
      });
    }
  });
}

async function fillHours({ database }: Ground, count: number, webhooks: readonly number[]): Promise<void> {
  const hours = pastDays * 24;
  const perHour = Math.ceil(count / calledWebhooks / hours / 3);
  await database.query(
    `INSERT INTO call_hours (hour, webhook_id, bucket, calls, failures)
     SELECT date_trunc('hour', now()) - n * interval '1 hour', w.id, b, ${perHour},
       CASE WHEN w.id = ${webhooks.at(-1)} AND n < ${(hours * 2) / 3} THEN ${perHour} ELSE ${perHour} / 100 END
     FROM generate_series(1, ${hours}) AS g (n), unnest($1::bigint[]) AS w (id), generate_series(4, 6) AS b
     ON CONFLICT DO NOTHING`,
    [webhooks],
  );
  await database.query(
    `INSERT INTO last_called (webhook_id, hour, success_hour)
     SELECT webhook_id, max(hour), max(hour) FILTER (WHERE calls > failures) FROM call_hours GROUP BY webhook_id
     ON CONFLICT (webhook_id) DO UPDATE SET hour = EXCLUDED.hour, success_hour = EXCLUDED.success_hour`,
  );
}

async function fillRetries({ database }: Ground): Promise<void> {
  await multiplyRow(database, {
    table: 'owed',
    numbers: upTo(waitingRetries),
    where: 'attempt > 0 AND lease_id IS NULL',
    set: { id: `nextval('delivery_ids')`, due: `now() + interval '6 hours' + n * interval '1 second'` },
  });
}

/** All else that pages list. */
async function fillNeighbours({ database, organizer }: Ground): Promise<void> {
  const numbers = upTo(others.events);
  const name = `jsonb_build_object('en', 'Conference ' || n)`;
  await multiplyRow(database, { table: 'events', numbers, set: { slug: `'con' || n`, name } });
  const webhook = { numbers: upTo(others.webhooks), set: { comment: `'Neighbour ' || n` } };
  await multiplyRow(database, { table: 'webhooks', ...webhook });
  const slug = `'neighbour' || n`;
  await multiplyRow(database, { table: 'organizers', numbers: upTo(others.organizers), set: { slug } });
  const organizers = `SELECT id AS n FROM organizers WHERE slug LIKE 'neighbour%'`;
  await multiplyRow(database, { table: 'webhooks', numbers: organizers, set: { organizer_id: 'n' } });
  await multiplyRow(database, {
    table: 'tokens',
    numbers: upTo(others.people),
    set: { hash: `sha256(('token ' || n)::bytea)`, name: `'Token ' || n` },
  });
  await multiplyRow(database, {
    table: 'audit_entries',
    numbers: upTo(others.entries),
    where: `object_type = 'webhook'`,
    set: { datetime: `${oldest} + n * interval '10 seconds'` },
  });
  await database.query(
    `WITH added AS (
       INSERT INTO people (email, name, is_administrator, created)
       SELECT 'person' || n || '@example.org', 'Person ' || n, false, now() FROM generate_series(1, ${others.people}) AS g (n)
       RETURNING id
     ) INSERT INTO person_roles (person_id, organizer_id, permissions)
       SELECT a.id, o.id, '{can_view_organizer}' FROM added a, organizers o WHERE o.slug = $1`,
    [organizer.slug],
  );
}

/** Straight into the table: nobody reads the link that the first start prints. */
async function signIn({ database }: Ground): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await database.query(
    `WITH added AS (
       INSERT INTO people (email, name, is_administrator, created) VALUES ('ada@example.org', 'Ada', true, now()) RETURNING id
     ) INSERT INTO sessions (person_id, hash, address, created, last_used)
       SELECT id, $1, '127.0.0.1', now(), now() FROM added`,
    [hash('sha256', secret, 'buffer')],
  );
  return `doorbell_session=${secret}`;
}
