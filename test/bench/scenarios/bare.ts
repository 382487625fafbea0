import type { RowOwner } from '../load/bare-inserts.js';
import type { Finding } from '../report/finding.js';
import type { BenchDatabase } from '../stage/database.js';
import { startOther } from '../stage/other-servers.js';
import type { Stage } from '../stage/stage.js';
import { rawRate, untilNothingIsOwed } from './deliveries.js';
import { fannedOutTo, rawMs } from './fan-out.js';
import { type Ground, type RecordingMode, recordingModes, withGround } from './ground.js';
import { ownerOf } from './recording-alone.js';
import { type OtherPipeline, type OtherRound, playOther } from './other-pipeline.js';
import { BrokenRun, type RunOptions, type Scenario } from './scenario.js';
import { play, type Round, sizes, subscribe } from './sustained.js';

const prefix = '/ok/bare';
const fanOutTimeoutMs = 60_000;
/** Each takes a moment only. */
const fanOutsEach = 4;

interface Measured {
  readonly raw: readonly number[];
  readonly bare: readonly OtherRound[];
  readonly doorbell: readonly Round[];
}

/** The same load and the same rows, in turns: the libraries alone, and Doorbell. */
export const bareScenario: Scenario = {
  name: 'bare',
  asks: 'How fast are the libraries without Doorbell (test/bench/bare), over Bull?',
  run: async (stage, options) =>
    withGround(stage, {}, async (ground) => {
      await subscribe(ground);
      for (const mode of recordingModes) await play(ground, mode, sizes[mode].quick);
      return stage.withDatabase(async (database) => {
        const owner = await prepare(stage, database);
        const settings = {
          ...stage.connections(database, 'bull'),
          BARE_TARGET: `${stage.receiverUrl}${prefix}`,
          BARE_OWNER: JSON.stringify(owner),
        };
        const server = await startOther('bare', settings);
        try {
          const bare = { stage, database, server, prefix };
          const batch = findings('batch', await measure(ground, bare, 'batch', options));
          const single = findings('single', await measure(ground, bare, 'single', options));
          return [...batch, ...single, await fanOuts(bare, options)];
        } finally {
          await server.stop();
        }
      });
    }),
};

/** A Doorbell makes the tables, a webhook and a notification that show what rows refer to, and leaves. */
async function prepare(stage: Stage, database: BenchDatabase): Promise<RowOwner> {
  return withGround(stage, { database, environment: { DOORBELL_ROLE: 'api' } }, async (ground) => {
    await subscribe(ground);
    await ground.organizer.record({ action: 'pretix.event.order.placed', event: 'democon', code: 'FIRST' });
    const owner = await ownerOf(ground);
    await database.query('DELETE FROM owed');
    return owner;
  });
}

async function measure(
  ground: Ground,
  bare: OtherPipeline,
  mode: RecordingMode,
  { rounds, quick }: RunOptions,
): Promise<Measured> {
  const size = sizes[mode][quick ? 'quick' : 'full'];
  const { stage } = ground;
  await rawRate(stage, size);
  await playBare(bare, mode, size);
  await play(ground, mode, size);
  const measured = { raw: [] as number[], bare: [] as OtherRound[], doorbell: [] as Round[] };
  for (let round = 0; round < rounds; round += 1) {
    measured.raw.push(await rawRate(stage, size));
    measured.bare.push(await playBare(bare, mode, size));
    measured.doorbell.push(await play(ground, mode, size));
  }
  return measured;
}

const playBare = async (bare: OtherPipeline, mode: RecordingMode, count: number): Promise<OtherRound> =>
  playOther(bare, { mode, count }, async () => untilNothingIsOwed(bare.database));

/** One notification that is owed to as many webhooks as in Doorbell's scenario, beside the raw loop. */
async function fanOuts(bare: OtherPipeline, { rounds }: RunOptions): Promise<Finding> {
  await fanOutMs(bare);
  const raw: number[] = [];
  const samples: number[] = [];
  for (let round = 0; round < rounds * fanOutsEach; round += 1) {
    raw.push(await rawMs(bare.stage));
    samples.push(await fanOutMs(bare));
  }
  return {
    what: `the bare pipeline, fan-out to ${fannedOutTo.toLocaleString('en')}: the last arrival`,
    unit: 'ms',
    samples,
    reference: { what: 'raw undici POST loop', samples: raw },
  };
}

async function fanOutMs({ stage, server, database }: OtherPipeline): Promise<number> {
  await stage.receiver.call('reset', {});
  const urls = [`${server.url}/fan-out/${fannedOutTo}`];
  const load = { urls, clients: 1, perRequest: 1, shape: 'one', count: 1 } as const;
  const goal = { prefix, distinct: fannedOutTo, timeoutMs: fanOutTimeoutMs };
  const [sent, arrivals] = await Promise.all([
    stage.load.call('record', load),
    stage.receiver.call('waitFor', goal),
  ]);
  if (arrivals.distinct !== fannedOutTo)
    throw new BrokenRun(`${arrivals.distinct} of ${fannedOutTo} arrived.`);
  await untilNothingIsOwed(database);
  return arrivals.lastAt - sent.startedAt;
}

const figures = [
  ['Node CPU a delivery', 'µs', 'nodeMicroseconds'],
  ['PostgreSQL CPU a delivery', 'µs', 'postgresMicroseconds'],
  ['WAL a delivery', 'bytes', 'walBytes'],
] as const;

function findings(mode: RecordingMode, { raw, bare, doorbell }: Measured): readonly Finding[] {
  const label = `the bare pipeline, ${mode}, bull`;
  return [
    {
      what: label,
      unit: 'deliveries/s',
      samples: bare.map(({ rate }) => rate),
      reference: { what: 'raw undici POST loop', samples: raw },
    },
    ...figures.map(([what, unit, figure]) => ({
      what: `${label}: ${what}`,
      unit,
      samples: bare.map((round) => round[figure]),
    })),
    {
      what: `beside the bare pipeline, ${mode}, bull`,
      unit: 'deliveries/s',
      samples: doorbell.map(({ rate }) => rate),
      reference: { what: 'the bare pipeline', samples: bare.map(({ rate }) => rate) },
    },
  ];
}
