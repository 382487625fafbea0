import { type Finding, most } from '../report/finding.js';
import type { DatabaseCounters } from '../stage/database.js';
import { type QueueName, queueNames } from '../stage/stage.js';
import { rawRate, untilNothingIsOwed } from './deliveries.js';
import {
  deliverAll,
  type Ground,
  type RecordingMode,
  recordingModes,
  recordingOf,
  withGround,
} from './ground.js';
import type { RunOptions, Scenario } from './scenario.js';

const targets: Readonly<Record<QueueName, Readonly<Record<RecordingMode, { floor: number; aim: number }>>>> =
  {
    bull: { batch: { floor: 0.42, aim: 0.58 }, single: { floor: 0.18, aim: 0.27 } },
    'in-process': { batch: { floor: 0.48, aim: 0.65 }, single: { floor: 0.22, aim: 0.32 } },
  };
export const sizes = {
  batch: { full: 60_000, quick: 20_000 },
  single: { full: 40_000, quick: 10_000 },
} as const;
const prefix = '/ok/sustained';
const asked = { batch: '500 to a request', single: 'one by one, by 32 clients' } as const;

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

interface Measured {
  readonly raw: readonly number[];
  readonly rounds: readonly Round[];
  /** Notifications a second that the load makes for a server that does nothing with them. */
  readonly generator: number;
  readonly rows: number;
}

/** Notifications keep coming as fast as they are taken while what they owe is delivered. */
function sustained(mode: RecordingMode, queue: QueueName): Scenario {
  return {
    name: `sustained-${mode}-${queue}`,
    asks: `How many deliveries a second, recorded ${asked[mode]}, over the ${queue} queue?`,
    run: async (stage, options) => {
      const size = sizes[mode][options.quick ? 'quick' : 'full'];
      const measured = await stage.withDatabase(async (database) => {
        const running = await withGround(stage, { queue, database }, async (ground) =>
          measure(ground, mode, size, options),
        );
        // Backends tell as they end.
        const { rowsWritten } = await database.counters();
        return { ...running, rows: rowsWritten / (await database.number('SELECT count(*) FROM calls')) };
      });
      return findings(`sustained, ${mode}, ${queue}`, measured, mode, queue);
    },
  };
}

async function measure(
  ground: Ground,
  mode: RecordingMode,
  size: number,
  { rounds }: RunOptions,
): Promise<Omit<Measured, 'rows'>> {
  const { stage } = ground;
  await subscribe(ground);
  await rawRate(stage, size);
  await play(ground, mode, size);
  const load = { ...recordingOf(ground, mode, size), urls: [`${stage.receiverUrl}/ok/empty`] };
  const { startedAt, endedAt } = await stage.load.call('record', load);
  const raw: number[] = [];
  const results: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    raw.push(await rawRate(stage, size));
    results.push(await play(ground, mode, size));
  }
  return { raw, rounds: results, generator: (size * 1000) / (endedAt - startedAt) };
}

export async function subscribe({ organizer, stage }: Ground): Promise<void> {
  await organizer.createWebhook({ target_url: `${stage.receiverUrl}${prefix}` });
}

export async function play(ground: Ground, mode: RecordingMode, size: number): Promise<Round> {
  const { database, doorbell } = ground;
  const before = { database: await database.counters(), cpu: doorbell.cpuSeconds };
  const { rate, arrivals, recording } = await deliverAll(ground, recordingOf(ground, mode, size), prefix);
  const residentMegabytes = doorbell.residentBytes / 1e6;
  await untilNothingIsOwed(database);
  return {
    rate,
    nodeMicroseconds: ((doorbell.cpuSeconds - before.cpu) * 1e6) / size,
    ...perDelivery(before.database, await database.counters(), size),
    residentMegabytes,
    twice: arrivals.total - arrivals.distinct,
    recordingP99: recording.latency.p99,
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

function findings(
  label: string,
  { raw, rounds, generator, rows }: Measured,
  mode: RecordingMode,
  queue: QueueName,
): readonly Finding[] {
  const of = (figure: keyof Round): readonly number[] => rounds.map((round) => round[figure]);
  const ifBatch = (floor: number, aim?: number): Pick<Finding, 'target'> =>
    mode === 'batch' ? { target: most(floor, aim) } : {};
  const line = (what: string, unit: string, samples: readonly number[]): Finding => ({
    what: `${label}: ${what}`,
    unit,
    samples,
  });
  return [
    {
      what: label,
      unit: 'deliveries/s',
      samples: of('rate'),
      reference: { what: 'raw undici POST loop', samples: raw },
      target: { of: 'ratio', is: 'at least', ...targets[queue][mode] },
    },
    { ...line('Node CPU a delivery', 'µs', of('nodeMicroseconds')), ...ifBatch(45, 30) },
    line('PostgreSQL CPU a delivery', 'µs', of('postgresMicroseconds')),
    { ...line('statements a delivery', '', of('statements')), ...ifBatch(0.2) },
    { ...line('WAL a delivery', 'bytes', of('walBytes')), ...ifBatch(1600, 1300) },
    line('rows written a delivery', '', [rows]),
    { ...line('resident memory', 'MB', of('residentMegabytes')), target: most(400) },
    line('recording p99', 'ms', of('recordingP99')),
    line('arrived twice', '', of('twice')),
    {
      ...line('the load alone, against an empty server', 'notifications/s', [generator]),
      target: { of: 'figure', is: 'at least', floor: 3 * Math.max(...of('rate')) },
    },
  ];
}

export const sustainedScenarios: readonly Scenario[] = queueNames.flatMap((queue) =>
  recordingModes.map((mode) => sustained(mode, queue)),
);
