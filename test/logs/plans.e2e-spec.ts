import { DayPartitions, TextCatalog, TransactionRunner } from '@app/database';
import { DataSource, type EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { CallSearchRepository, type CallQuery } from '../../src/logs/calls/call-search.repository.js';
import { PastDeliveriesRepository } from '../../src/logs/deliveries/past-deliveries.repository.js';
import { ReceiverHealthRepository } from '../../src/logs/health/receiver-health.repository.js';
import { DeliveryHistoryRepository } from '../../src/logs/history/delivery-history.repository.js';
import { Retention } from '../../src/logs/retention/retention.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

const now = new Date('2026-05-31T12:00:00.000Z');
const callsADay = 3_000;

/** 20 organizers with 5 webhooks each; 10 action types; one call of 20 fails. */
const fill = `
  INSERT INTO texts (digest, text) SELECT sha256(t::bytea), t FROM generate_series(1, 20) AS n, format('text %s', n) AS t;
  INSERT INTO calls (datetime, id, organizer_id, webhook_id, delivery_id, notification_id, recorded, action_type_id,
    action_id, target_url_id, request_headers_id, duration_us, round, attempt, return_code, success, final, event,
    reference, response_body)
  SELECT at, n, n % 20, n % 100, n, n, at, 1 + n / 7 % 10, 1 + n / 7 % 10, 11, 12, 40000, 1, 1, 200, n % 19 > 0, true,
    'event' || n / 11 % 50, 'CODE' || n / 3, repeat('x', 200)
  FROM generate_series(1, 31 * ${callsADay}) AS n,
    LATERAL (SELECT timestamptz '2026-05-01T00:00Z' + (n - 1) * interval '1 day' / ${callsADay} AS at) AS t;
  INSERT INTO ended (ended, delivery_id, notification_id, recorded, organizer_id, webhook_id, round, attempt, reason)
  SELECT datetime, -id, notification_id, recorded, organizer_id, webhook_id, 1, 0, 'dropped' FROM calls WHERE id % 10 = 0;
  INSERT INTO last_called (webhook_id, hour, success_hour)
  SELECT webhook_id, date_trunc('hour', max(datetime)), date_trunc('hour', max(datetime) FILTER (WHERE success))
  FROM calls GROUP BY webhook_id;
  ANALYZE calls, ended, texts, last_called`;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops'?: number;
  readonly 'Actual Rows'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

let database: TestDatabase;
let dataSource: DataSource;
let statements: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];
/** Runs what it is asked, and remembers it. */
let manager: EntityManager;
let calls: CallSearchRepository;
let past: PastDeliveriesRepository;
let history: DeliveryHistoryRepository;
let health: ReceiverHealthRepository;

beforeAll(async () => {
  database = await createDatabase(inject('servers').postgresUrl);
  dataSource = await new DataSource(databaseOptions({ databaseUrl: database.url, role: 'all' })).initialize();
  const partitions = new DayPartitions(dataSource);
  for (const table of ['calls', 'ended']) await partitions.ensure(table, new Date('2026-05-01'), 37);
  await dataSource.query(fill);
  manager = {
    query: async (sql: string, parameters: readonly unknown[]) => {
      statements.push({ sql, parameters });
      return dataSource.query(sql, [...parameters]);
    },
  } as unknown as EntityManager;
  const retention = new Retention({ now: () => now }, { logRetentionDays: 30 });
  calls = new CallSearchRepository({ manager } as TransactionRunner, new TextCatalog(dataSource), retention);
  past = new PastDeliveriesRepository(retention);
  history = new DeliveryHistoryRepository(retention);
  health = new ReceiverHealthRepository({ manager } as TransactionRunner, retention);
}, 120_000);
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

interface Plan {
  /** Days that were read. */
  readonly days: readonly string[];
  /** Days that were read from end to end, and held something. */
  readonly wholeTables: readonly string[];
  /** Rows of the log that were looked at. */
  readonly rows: number;
}

/** What PostgreSQL did for the statements of `work`. */
async function planOf(work: () => Promise<unknown>): Promise<Plan> {
  statements = [];
  await work();
  const nodes: PlanNode[] = [];
  for (const { sql, parameters } of statements) {
    const [explained] = await dataSource.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
      [...parameters],
    );
    nodes.push(...[...nodesOf(explained!['QUERY PLAN'][0].Plan)].filter(isReadOfLog));
  }
  const tablesOf = (wanted: readonly PlanNode[]): readonly string[] => [
    ...new Set(wanted.map((node) => node['Relation Name'] ?? '')),
  ];
  return {
    days: tablesOf(nodes),
    wholeTables: tablesOf(nodes.filter((node) => node['Node Type'] === 'Seq Scan' && rowsOf(node) > 0)),
    rows: nodes.reduce((sum, node) => sum + rowsOf(node), 0),
  };
}

const isReadOfLog = (node: PlanNode): boolean =>
  /^(calls|ended)_/.test(node['Relation Name'] ?? '') && (node['Actual Loops'] ?? 0) > 0;

function rowsOf(node: PlanNode): number {
  const each = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
  return each * (node['Actual Loops'] ?? 0);
}

function* nodesOf(node: PlanNode): Iterable<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

const searching = (query: Partial<CallQuery>) => () =>
  calls.search({ organizerId: 7, webhookId: undefined, filter: {}, after: null, limit: 51, ...query });

const after = { time: new Date('2026-05-10T00:00:00.000Z'), id: 20_000 };
const page = { webhookId: 7, after: null, limit: 51 };
const range = {
  webhookId: 7,
  since: new Date('2026-05-05T00:00:00.000Z'),
  until: new Date('2026-05-31T00:00:00.000Z'),
  state: 'failed',
} as const;
const step = { after: null, endedBefore: now, limit: 20 } as const;

/** Half of those of the last day. */
const delivered = Array.from({ length: 1_500 }, (_, index) => 90_001 + index);

/** 93,000 calls: 4,650 of each organizer, 930 of each webhook. */
const bounded: readonly (readonly [name: string, rows: number, work: () => Promise<unknown>])[] = [
  ['the calls of an organizer', 110, searching({})],
  ['the calls of a webhook', 110, searching({ webhookId: 7 })],
  ['the failed calls of an organizer', 60, searching({ filter: { success: false } })],
  ['the calls of a type', 80, searching({ filter: { action_type: 'text 3' } })],
  ['the calls of a type to a webhook', 700, searching({ webhookId: 7, filter: { action_type: 'text 3' } })],
  ['the calls of an event', 60, searching({ filter: { event: 'event3' } })],
  ['the calls of an event that has none', 0, searching({ filter: { event: 'event77' } })],
  ['the calls about a notification', 5, searching({ notificationIds: [1_227] })],
  [
    'the calls about a reference',
    5,
    searching({ notificationIds: [3_006, 3_007, 3_008, 0], filter: { reference: 'CODE1002' } }),
  ],
  ['a later page of a webhook', 300, searching({ webhookId: 7, after })],
  ['one call', 1, () => calls.find(34, 4_034)],
  ['the calls of a delivery', 3, () => calls.ofDelivery(4_034, new Date('2026-05-02T00:00:00.000Z'))],
  ['what ended with a call', 120, () => past.called(page, undefined, manager)],
  ['what is exhausted', 60, () => past.called(page, false, manager)],
  ['a later page of what ended with a call', 120, () => past.called({ ...page, after }, undefined, manager)],
  ['what was dropped', 120, () => past.dropped({ ...page, webhookId: 10 }, manager)],
  ['a delivery that ended', 3, () => past.find(34, 4_034, manager)],
  ['the deliveries of a notification', 3, () => past.ofNotification(4_034, manager)],
  ['how many can be sent again', 900, () => history.count(range, manager)],
  ['how many can be sent again, as far as they are counted', 25, () => history.count(range, manager, 10)],
  ['the next ones to be sent again', 1_000, () => history.reopenNext(range, step, manager)],
  ['the last calls of webhooks', 40, () => health.lastCalls(Array.from({ length: 30 }, (_, id) => id))],
  ['the last calls of webhooks without one', 0, () => health.lastCalls([900, 901, 902])],
  ['since when webhooks have been failing', 40, () => health.failingSince([19, 38, 57, 76])],
  ['how no deliveries have ended', 0, () => history.endsOf([], null, manager)],
  ['one to be sent again', 3, () => history.reopen(34, 4_034, manager)],
];

describe('PostgreSQL reads few rows of the log for', () => {
  it.each(bounded)('%s', async (_name, rows, work) => {
    const plan = await planOf(work);
    expect(plan.rows).toBeLessThanOrEqual(rows);
    expect(plan.wholeTables).toEqual([]);
  });

  it('how 1,500 deliveries have ended: each is looked up among the calls', async () => {
    const plan = await planOf(() => history.endsOf(delivered, range.until, manager));
    // Of what ended without a call there are 300 a day here: those are quicker read whole.
    expect(plan.rows).toBeLessThanOrEqual(delivered.length + 600);
    expect(plan.wholeTables.filter((table) => table.startsWith('calls'))).toEqual([]);
  });

  it('a day of a webhook: that of this day alone', async () => {
    const since = new Date('2026-05-20T00:00:00.000Z');
    const until = new Date('2026-05-21T00:00:00.000Z');
    const plan = await planOf(searching({ webhookId: 7, filter: { since, until } }));
    expect(plan.days).toEqual(['calls_2026_05_20']);
  });
});
