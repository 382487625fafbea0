import type { RowOwner } from '../load/bare-inserts.js';
import type { Finding } from '../report/finding.js';
import type { BenchDatabase } from '../stage/database.js';
import { startOther } from '../stage/other-servers.js';
import type { Stage } from '../stage/stage.js';
import { rawRate, untilNothingIsOwed } from './deliveries.js';
import { type Ground, withGround } from './ground.js';
import { ownerOf } from './recording-alone.js';
import { type OtherPipeline, type OtherRound, playOther } from './other-pipeline.js';
import type { RunOptions, Scenario } from './scenario.js';
import { play, type Round, sizes, subscribe } from './sustained.js';

const prefix = '/ok/bare';

interface Measured {
  readonly raw: readonly number[];
  readonly bare: readonly OtherRound[];
  readonly doorbell: readonly Round[];
}

/** The same load and the same rows, in turns: the libraries alone, and Doorbell. */
export const bareScenario: Scenario = {
  name: 'bare',
  asks: 'How fast are the libraries without Doorbell (test/bench/bare), recorded 500 a request, over Bull?',
  run: async (stage, options) =>
    withGround(stage, {}, async (ground) => {
      await subscribe(ground);
      await play(ground, 'batch', sizes.batch.quick);
      return stage.withDatabase(async (database) => {
        const owner = await prepare(stage, database);
        const settings = {
          ...stage.connections(database, 'bull'),
          BARE_TARGET: `${stage.receiverUrl}${prefix}`,
          BARE_OWNER: JSON.stringify(owner),
        };
        const server = await startOther('bare', settings);
        try {
          return findings(await measure(ground, { stage, database, server, prefix }, options));
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
  { rounds, quick }: RunOptions,
): Promise<Measured> {
  const size = sizes.batch[quick ? 'quick' : 'full'];
  const { stage } = ground;
  await rawRate(stage, size);
  await playBare(bare, size);
  await play(ground, 'batch', size);
  const measured = { raw: [] as number[], bare: [] as OtherRound[], doorbell: [] as Round[] };
  for (let round = 0; round < rounds; round += 1) {
    measured.raw.push(await rawRate(stage, size));
    measured.bare.push(await playBare(bare, size));
    measured.doorbell.push(await play(ground, 'batch', size));
  }
  return measured;
}

const playBare = async (bare: OtherPipeline, count: number): Promise<OtherRound> =>
  playOther(bare, count, async () => untilNothingIsOwed(bare.database));

const figures = [
  ['Node CPU a delivery', 'µs', 'nodeMicroseconds'],
  ['PostgreSQL CPU a delivery', 'µs', 'postgresMicroseconds'],
  ['WAL a delivery', 'bytes', 'walBytes'],
] as const;

function findings({ raw, bare, doorbell }: Measured): readonly Finding[] {
  const label = 'the bare pipeline, batch, bull';
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
      what: 'beside the bare pipeline, batch, bull',
      unit: 'deliveries/s',
      samples: doorbell.map(({ rate }) => rate),
      reference: { what: 'the bare pipeline', samples: bare.map(({ rate }) => rate) },
    },
  ];
}
