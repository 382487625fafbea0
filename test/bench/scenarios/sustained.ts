import type { TestOrganizer } from '../../setup/organizer.js';
import type { Finding } from '../report/finding.js';
import type { BenchDatabase, DatabaseCounters } from '../stage/database.js';
import type { ServerProcess } from '../stage/doorbell.js';
import type { QueueName, Stage } from '../stage/stage.js';
import { createTenant } from '../stage/tenant.js';
import { lastNotificationId, rawRate, untilNothingIsOwed, verifyArrivals } from './deliveries.js';
import type { RunOptions, Scenario } from './scenario.js';

const recordingModes = ['batch', 'single'] as const;
type RecordingMode = (typeof recordingModes)[number];

/** How the notifications come in. */
const recording = {
  batch: { perRequest: 500, clients: 4, isBatch: true, route: 'notifications/batch/' },
  single: { perRequest: 1, clients: 32, isBatch: false, route: 'notifications/' },
} as const;

const targets: Readonly<Record<QueueName, Readonly<Record<RecordingMode, { floor: number; aim: number }>>>> =
  {
    bull: { batch: { floor: 0.42, aim: 0.58 }, single: { floor: 0.18, aim: 0.27 } },
    'in-process': { batch: { floor: 0.48, aim: 0.65 }, single: { floor: 0.22, aim: 0.32 } },
  };

export const sizes = {
  batch: { full: 60_000, quick: 20_000 },
  single: { full: 40_000, quick: 10_000 },
} as const;
const deliveryTimeoutMs = 120_000;

export interface Round {
  readonly rate: number;
  readonly nodeMicroseconds: number;
  readonly postgresMicroseconds: number;
  readonly statements: number;
  readonly walBytes: number;
  readonly residentMegabytes: number;
  readonly twice: number;
  readonly recordingP99: number;
}

interface Played {
  readonly stage: Stage;
  readonly database: BenchDatabase;
  readonly doorbell: ServerProcess;
  readonly organizer: TestOrganizer;
  readonly mode: RecordingMode;
}

/** Notifications keep coming as fast as they are taken while what they owe is delivered. */
export function sustained(mode: RecordingMode, queue: QueueName): Scenario {
  return {
    name: `sustained-${mode}-${queue}`,
    asks: `How many deliveries a second, recorded ${mode === 'batch' ? '500 a request' : 'one by one by 32 clients'}, over the ${queue} queue?`,
    run: async (stage, options) =>
      stage.withDatabase(async (database) => {
        const size = sizes[mode][options.quick ? 'quick' : 'full'];
        const measured = await stage.withDoorbell(database, queue, async (doorbell) =>
          measure(
            { stage, database, doorbell, organizer: await prepare(stage, doorbell), mode },
            size,
            options,
          ),
        );
        // Told by backends as they end.
        const { rowsWritten } = await database.counters();
        const delivered = await database.number('SELECT count(*) FROM calls');
        return findings(mode, queue, { ...measured, rows: rowsWritten / delivered });
      }),
  };
}

export async function prepare(stage: Stage, doorbell: ServerProcess): Promise<TestOrganizer> {
  const organizer = await createTenant(doorbell.url);
  await organizer.createWebhook({ target_url: `${stage.receiverUrl}/ok/sustained` });
  return organizer;
}

async function measure(
  played: Played,
  size: number,
  { rounds }: RunOptions,
): Promise<{
  readonly raw: readonly number[];
  readonly rounds: readonly Round[];
  readonly generator: number;
}> {
  await rawRate(played.stage, size);
  await play(played, size);
  const generator = await generatorRate(played, size);
  const raw: number[] = [];
  const results: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    raw.push(await rawRate(played.stage, size));
    results.push(await play(played, size));
  }
  return { raw, rounds: results, generator };
}

/** How fast the same load is when the server does nothing with it. */
async function generatorRate({ stage, mode, organizer }: Played, size: number): Promise<number> {
  const { perRequest, clients, isBatch } = recording[mode];
  const url = `${stage.receiverUrl}/ok/empty`;
  const load = { url, token: organizer.token, perRequest, clients, isBatch, count: size };
  const { startedAt, endedAt } = await stage.load.call('record', load);
  return (size * 1000) / (endedAt - startedAt);
}

export async function play(
  { stage, database, doorbell, organizer, mode }: Played,
  size: number,
): Promise<Round> {
  const { perRequest, clients, isBatch, route } = recording[mode];
  await stage.receiver.call('reset', {});
  const sinceId = await lastNotificationId(database);
  const before = { database: await database.counters(), cpu: doorbell.cpuSeconds };
  const load = stage.load.call('record', {
    url: `${doorbell.url}${organizer.path}/${route}`,
    token: organizer.token,
    perRequest,
    clients,
    isBatch,
    count: size,
  });
  const goal = { prefix: '/ok/sustained', distinct: size, timeoutMs: deliveryTimeoutMs };
  const [sent, arrivals] = await Promise.all([load, stage.receiver.call('waitFor', goal)]);
  const residentMegabytes = doorbell.residentBytes / 1e6;
  await untilNothingIsOwed(database);
  const nodeSeconds = doorbell.cpuSeconds - before.cpu;
  const after = await database.counters();
  await verifyArrivals(database, arrivals, { sent: size, sinceId });
  return {
    rate: (size * 1000) / (arrivals.lastAt - sent.startedAt),
    nodeMicroseconds: (nodeSeconds * 1e6) / size,
    ...perDelivery(before.database, after, size),
    residentMegabytes,
    twice: arrivals.total - arrivals.distinct,
    recordingP99: sent.latency.p99,
  };
}

export function perDelivery(
  before: DatabaseCounters,
  after: DatabaseCounters,
  deliveries: number,
): Pick<Round, 'postgresMicroseconds' | 'statements' | 'walBytes'> {
  return {
    postgresMicroseconds: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / deliveries,
    statements: (after.statements - before.statements) / deliveries,
    walBytes: (after.walBytes - before.walBytes) / deliveries,
  };
}

interface Measured {
  readonly raw: readonly number[];
  readonly rounds: readonly Round[];
  readonly generator: number;
  readonly rows: number;
}

const most = (floor: number, aim?: number): Pick<Finding, 'target'> => ({
  target: { of: 'figure', is: 'at most', floor, ...(aim === undefined ? {} : { aim }) },
});

function findings(mode: RecordingMode, queue: QueueName, measured: Measured): readonly Finding[] {
  const { raw, rounds, generator, rows } = measured;
  const label = `sustained, ${mode}, ${queue}`;
  const of = (figure: keyof Round): readonly number[] => rounds.map((round) => round[figure]);
  const isBatch = mode === 'batch';
  return [
    {
      what: label,
      unit: 'deliveries/s',
      samples: of('rate'),
      reference: { what: 'raw undici POST loop', samples: raw },
      target: { of: 'ratio', is: 'at least', ...targets[queue][mode] },
    },
    {
      what: `${label}: Node CPU a delivery`,
      unit: 'µs',
      samples: of('nodeMicroseconds'),
      ...(isBatch ? most(45, 30) : {}),
    },
    { what: `${label}: PostgreSQL CPU a delivery`, unit: 'µs', samples: of('postgresMicroseconds') },
    {
      what: `${label}: statements a delivery`,
      unit: '',
      samples: of('statements'),
      ...(isBatch ? most(0.2) : {}),
    },
    {
      what: `${label}: WAL a delivery`,
      unit: 'bytes',
      samples: of('walBytes'),
      ...(isBatch ? most(1600, 1300) : {}),
    },
    { what: `${label}: rows written a delivery`, unit: '', samples: [rows] },
    { what: `${label}: resident memory`, unit: 'MB', samples: of('residentMegabytes'), ...most(400) },
    { what: `${label}: recording p99`, unit: 'ms', samples: of('recordingP99') },
    { what: `${label}: arrived twice`, unit: '', samples: of('twice') },
    {
      what: `${label}: the load alone, against an empty server`,
      unit: 'notifications/s',
      samples: [generator],
      target: { of: 'figure', is: 'at least', floor: 3 * Math.max(...of('rate')) },
    },
  ];
}

export const sustainedScenarios: readonly Scenario[] = [
  sustained('batch', 'bull'),
  sustained('single', 'bull'),
  sustained('batch', 'in-process'),
  sustained('single', 'in-process'),
];
