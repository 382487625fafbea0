import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, most } from '../report/finding.js';
import { adminToken } from '../stage/doorbell.js';
import { makePastDays, multiplyRow, upTo, withoutIndexes } from '../stage/fill.js';
import type { Stage } from '../stage/stage.js';
import { slug } from '../stage/tenant.js';
import { untilNothingIsOwed } from './deliveries.js';
import { deliverAll, type Ground, recordingOf, withGround } from './ground.js';
import { searchFindings } from './log-search.js';
import type { RunOptions, Scenario } from './scenario.js';

interface Sizes {
  readonly small: number;
  readonly large: number;
  /** In place of `large` with --quick. */
  readonly quick: number;
}

interface Growth {
  readonly name: string;
  readonly asks: string;
  /** What there is few or many of. */
  readonly of: string;
  readonly sizes: Sizes;
  /** Makes as many of it; there is one organizer, with one webhook and one delivery. */
  fill(ground: Ground, count: number): Promise<void>;
  /** Whom the load records for; the one organizer where it is left out. */
  readonly organizers?: (count: number) => readonly string[];
  /** Other figures of the large one. */
  readonly more?: (ground: Ground, count: number) => Promise<readonly Finding[]>;
}

export const prefix = '/ok/growth';
const orderPlaced = 'pretix.event.order.placed';
export const orderPaid = 'pretix.event.order.paid';
/** Over 15,000, which take two seconds, the ratio of one pair of rounds was 0.89 and that of another 1.15. */
const sizes = { full: 40_000, quick: 4_000 } as const;
const otherEvents = 20;
const paced = { rate: 200, seconds: { full: 4, quick: 2 } } as const;
const mostTurns = { full: 3, quick: 1 } as const;

const webhooks: Growth = {
  name: 'growth-webhooks',
  asks: 'Does it matter how many webhooks an organizer has, when one matches?',
  of: 'webhooks',
  sizes: { small: 100, large: 100_000, quick: 10_000 },
  fill: async ({ database, organizer }, count) => {
    for (let event = 0; event < otherEvents; event += 1) await organizer.createEvent(`con${event}`);
    // One half is for another type, the other for other events.
    await multiplyRow(database, {
      table: 'webhooks',
      numbers: upTo(count - 1),
      set: {
        action_types: `CASE WHEN n % 2 = 0 THEN '{${orderPaid}}' ELSE '{${orderPlaced}}' END::text[]`,
        all_events: 'n % 2 = 0',
        limit_events: `CASE WHEN n % 2 = 0 THEN '{}'::text[] ELSE ARRAY['con' || n / 2 % ${otherEvents}] END`,
      },
    });
    await database.query(
      `INSERT INTO webhook_action_types (webhook_id, action_type, organizer_id, any_event)
       SELECT w.id, t, w.organizer_id, w.all_events FROM webhooks w, unnest(w.action_types) t ON CONFLICT DO NOTHING`,
    );
    await database.query(
      `INSERT INTO webhook_events (webhook_id, event_id)
       SELECT w.id, e.id FROM webhooks w JOIN events e ON e.organizer_id = w.organizer_id
         AND e.slug = ANY (w.limit_events) ON CONFLICT DO NOTHING`,
    );
  },
};

const organizers: Growth = {
  name: 'growth-organizers',
  asks: 'Does it matter how many organizers there are, when all of them record?',
  of: 'organizers',
  sizes: { small: 10, large: 10_000, quick: 1_000 },
  organizers: (count) => [slug, ...Array.from({ length: count - 1 }, (_, index) => `growth${index + 1}`)],
  fill: async ({ database }, count) => {
    await multiplyRow(database, {
      table: 'organizers',
      numbers: upTo(count - 1),
      set: { slug: `'growth' || n` },
    });
    const numbers = `SELECT id AS n FROM organizers WHERE slug LIKE 'growth%'`;
    for (const table of ['events', 'webhooks'])
      await multiplyRow(database, { table, numbers, set: { organizer_id: 'n' } });
    await database.query(
      `INSERT INTO webhook_action_types (webhook_id, action_type, organizer_id, any_event)
       SELECT w.id, t, w.organizer_id, w.all_events FROM webhooks w, unnest(w.action_types) t ON CONFLICT DO NOTHING`,
    );
  },
};

const log: Growth = {
  name: 'growth-log',
  asks: 'Does it matter how many calls are in the log, and how long does searching it take?',
  of: 'log rows',
  sizes: { small: 0, large: 10_000_000, quick: 300_000 },
  fill: async (ground, count) => {
    if (count > 0) await fillLog(ground, count);
  },
  more: searchFindings,
};

/** 29 days of calls of ten webhooks, one in a hundred failed, one in fifty of a rarer type. */
async function fillLog({ database }: Ground, count: number): Promise<void> {
  await makePastDays(database, 'calls', 29);
  const rare = `(SELECT id FROM texts WHERE text = '${orderPaid}')`;
  const at = `now() - interval '29 days' * (1 - n / ${count}::float8)`;
  await withoutIndexes(database, 'calls', async () =>
    multiplyRow(database, {
      table: 'calls',
      numbers: upTo(count),
      set: {
        id: `nextval('call_ids')`,
        datetime: at,
        recorded: at,
        webhook_id: 's.webhook_id + n % 10',
        delivery_id: '1000000000 + n',
        notification_id: '1000000000 + n',
        reference: `'G' || n`,
        action_type_id: `CASE WHEN n % 50 < 10 AND n / 50 % 10 = 0 THEN ${rare} ELSE s.action_type_id END`,
        success: 'n / 10 % 100 <> 0',
        return_code: 'CASE WHEN n / 10 % 100 <> 0 THEN 200 ELSE 500 END',
      },
    }),
  );
  await multiplyRow(database, {
    table: 'call_hours',
    numbers: upTo(29 * 24),
    set: { hour: `s.hour - n * interval '1 hour'` },
  });
}

const waiting: Growth = {
  name: 'growth-waiting',
  asks: 'Does it matter how many deliveries wait for their retry, and how long does the sweep take?',
  of: 'waiting retries',
  sizes: { small: 1, large: 1_000_000, quick: 200_000 },
  fill: async ({ database, stage, organizer, doorbell }, count) => {
    // A delivery that failed is there to be copied: nobody listens at this port.
    await organizer.createWebhook({ target_url: 'http://127.0.0.1:8/', action_types: [orderPaid] });
    const fields = { action: orderPaid, event: 'democon' };
    await stage.load.call('record', {
      ...recordingOf({ stage, database, organizer, doorbell }, 'single', 1),
      fields,
    });
    while ((await database.number('SELECT count(*) FROM owed WHERE attempt > 0 AND lease_id IS NULL')) === 0)
      await sleep(50);
    await withoutIndexes(database, 'owed', async () =>
      multiplyRow(database, {
        table: 'owed',
        numbers: upTo(count - 1),
        where: 'attempt > 0 AND lease_id IS NULL',
        set: { id: `nextval('delivery_ids')`, due: `now() + interval '1 hour' + n * interval '10 ms'` },
      }),
    );
    // It waits as long as its copies. Were it deleted, the ledger would put it back.
    await database.query(
      `UPDATE owed SET due = now() + interval '1 hour' WHERE due < now() + interval '1 minute'`,
    );
  },
  more: sweepFinding,
};

const idleSweepsMs = 5_000;

/** The sweep's statements, as pg_stat_statements knows them, while nothing else happens. */
async function sweepFinding({ database }: Ground, count: number): Promise<readonly Finding[]> {
  await database.query('SELECT pg_stat_statements_reset()');
  await sleep(idleSweepsMs);
  const milliseconds = await database.number(
    `SELECT coalesce(sum(s.slowest), 0) FROM (
       SELECT max_exec_time AS slowest FROM pg_stat_statements p JOIN pg_database d ON d.oid = p.dbid
       WHERE d.datname = current_database() AND p.query ~ '\\mowed\\M' AND p.query ~ 'SKIP LOCKED|RECURSIVE'
     ) s`,
  );
  const what = `sweep beside ${count.toLocaleString('en')} waiting retries`;
  return [{ what, unit: 'ms', samples: [milliseconds], target: most(50) }];
}

function growthScenario(growth: Growth): Scenario {
  return {
    name: growth.name,
    asks: growth.asks,
    run: async (stage, options) => {
      const { small, large, quick } = growth.sizes;
      const many = options.quick ? quick : large;
      return withGrown(stage, growth, small, async (few) =>
        withGrown(stage, growth, many, async (full) => compare(growth, options, few, full)),
      );
    },
  };
}

/** A Doorbell with as many, and how the load speaks to it. */
interface Grown {
  readonly ground: Ground;
  readonly count: number;
  readonly urls: (route: string) => readonly string[];
}

async function withGrown<Result>(
  stage: Stage,
  growth: Growth,
  count: number,
  work: (grown: Grown) => Promise<Result>,
): Promise<Result> {
  return withGround(stage, {}, async (ground) => {
    const { organizer, database, doorbell } = ground;
    const target_url = `${stage.receiverUrl}${prefix}`;
    await organizer.createWebhook({ target_url, action_types: [orderPlaced, orderPaid] });
    // One delivery of each type: what is copied.
    for (const action of [orderPaid, orderPlaced]) {
      const fields = { action, event: 'democon' };
      await stage.load.call('record', { ...recordingOf(ground, 'single', 1), fields });
    }
    await untilNothingIsOwed(database);
    await growth.fill(ground, count);
    await database.query('VACUUM (ANALYZE)');
    await database.query('CHECKPOINT');
    const slugs = growth.organizers?.(count) ?? [slug];
    const urls = (route: string): readonly string[] =>
      slugs.map((name) => `${doorbell.url}/api/v1/organizers/${name}/${route}`);
    return work({ ground, count, urls });
  });
}

async function compare(
  growth: Growth,
  { rounds, quick }: RunOptions,
  small: Grown,
  large: Grown,
): Promise<readonly Finding[]> {
  const size = quick ? 'quick' : 'full';
  const few: Figures[] = [];
  const many: Figures[] = [];
  for (const grown of [small, large]) await figuresOf(grown, size);
  for (let round = 0; round < Math.min(rounds, mostTurns[size]); round += 1) {
    few.push(await figuresOf(small, size));
    many.push(await figuresOf(large, size));
  }
  const numbers = `${small.count.toLocaleString('en')} → ${large.count.toLocaleString('en')} ${growth.of}`;
  const reference = (figure: keyof Figures) => ({
    what: `with ${small.count.toLocaleString('en')}`,
    samples: few.map((figures) => figures[figure]),
  });
  return [
    {
      what: `growth: ${numbers}`,
      unit: 'deliveries/s',
      samples: many.map(({ rate }) => rate),
      reference: reference('rate'),
      target: { of: 'ratio', is: 'at least', floor: 0.9 },
    },
    {
      what: `growth: ${numbers}: recording p99`,
      unit: 'ms',
      samples: many.map(({ p99 }) => p99),
      reference: reference('p99'),
      target: { of: 'ratio', is: 'at most', floor: 1.3 },
    },
    ...((await growth.more?.(large.ground, large.count)) ?? []),
  ];
}

interface Figures {
  readonly rate: number;
  readonly p99: number;
}

/** Deliveries at full speed; and how long recording takes at a leisurely one. */
async function figuresOf({ ground, urls }: Grown, size: keyof typeof sizes): Promise<Figures> {
  const token = adminToken;
  const full = {
    ...recordingOf(ground, 'batch', sizes[size]),
    perRequest: 100,
    token,
    urls: urls('notifications/batch/'),
  };
  const { rate } = await deliverAll(ground, full, prefix);
  await untilNothingIsRunning(ground);
  const count = paced.rate * paced.seconds[size];
  const one = {
    ...recordingOf(ground, 'single', count),
    token,
    urls: urls('notifications/'),
    rate: paced.rate,
  };
  const { recording } = await deliverAll(ground, one, prefix);
  return { rate, p99: recording.latency.p99 };
}

/** What is leased is being called or settled; what waits for its retry is left alone, and not read through either. */
async function untilNothingIsRunning({ database }: Ground): Promise<void> {
  while ((await database.number('SELECT count(*) FROM leases')) > 0) await sleep(50);
}

export const growthScenarios: readonly Scenario[] = [webhooks, organizers, log, waiting].map(growthScenario);
