import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../report/finding.js';
import type { BenchDatabase } from '../stage/database.js';
import { ServerProcess } from '../stage/doorbell.js';
import type { Stage } from '../stage/stage.js';
import { BrokenRun, type RunOptions, type Scenario } from './scenario.js';
import { perDelivery, play, prepare, type Round, sizes } from './sustained.js';

const program = fileURLToPath(new URL('../obvious/main.ts', import.meta.url));
const organizer = 'acmecorp';
const action = 'pretix.event.order.placed';
/** It takes about as long as Doorbell does for its own number. */
const obviousSizes = { full: 8_000, quick: 3_000 } as const;
const timeoutMs = 120_000;

type ObviousRound = Pick<
  Round,
  'rate' | 'nodeMicroseconds' | 'postgresMicroseconds' | 'statements' | 'walBytes'
>;

interface Measured {
  readonly obvious: readonly ObviousRound[];
  readonly doorbell: readonly Round[];
}

/** The same load, in turns: a job and a row at a time, and Doorbell's way. */
export const obviousScenario: Scenario = {
  name: 'obvious',
  asks: 'How many times as fast as the obvious way (test/bench/obvious) is Doorbell, recorded 500 a request, over Bull?',
  run: async (stage, options) =>
    stage.withDatabase(async (doorbells) =>
      stage.withDatabase(async (obviousOnes) =>
        stage.withDoorbell(doorbells, 'bull', async (doorbell) => {
          const obvious = await startObvious(stage, obviousOnes);
          try {
            const own = { stage, database: doorbells, doorbell, mode: 'batch' } as const;
            const played = { ...own, organizer: await prepare(stage, doorbell) };
            return findings(
              await measure(played, { stage, database: obviousOnes, server: obvious }, options),
            );
          } finally {
            await obvious.stop();
          }
        }),
      ),
    ),
};

interface Obvious {
  readonly stage: Stage;
  readonly database: BenchDatabase;
  readonly server: ServerProcess;
}

async function startObvious(stage: Stage, database: BenchDatabase): Promise<ServerProcess> {
  const environment = { ...stage.connections(database, 'bull'), NODE_ENV: 'production' };
  const server = await ServerProcess.start(['--import', 'tsx', program], environment, '/ready');
  const response = await fetch(new URL('/webhooks', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      organizer,
      target_url: `${stage.receiverUrl}/ok/obvious`,
      action_types: [action],
    }),
  });
  if (response.status !== 201) throw new Error(`The obvious way answers ${await response.text()}`);
  return server;
}

async function measure(
  doorbell: Parameters<typeof play>[0],
  obvious: Obvious,
  { rounds, quick }: RunOptions,
): Promise<Measured> {
  const size = quick ? 'quick' : 'full';
  await playObvious(obvious, obviousSizes[size]);
  await play(doorbell, sizes.batch[size]);
  const measured = { obvious: [] as ObviousRound[], doorbell: [] as Round[] };
  for (let round = 0; round < rounds; round += 1) {
    measured.obvious.push(await playObvious(obvious, obviousSizes[size]));
    measured.doorbell.push(await play(doorbell, sizes.batch[size]));
  }
  return measured;
}

async function playObvious({ stage, database, server }: Obvious, count: number): Promise<ObviousRound> {
  await stage.receiver.call('reset', {});
  const settledBefore = await succeeded(database);
  const before = { database: await database.counters(), cpu: server.cpuSeconds };
  const load = stage.load.call('record', {
    url: `${server.url}/notifications/batch`,
    clients: 4,
    perRequest: 500,
    isBatch: true,
    count,
    fields: { organizer, action, event: 'democon' },
  });
  const goal = { prefix: '/ok/obvious', distinct: count, timeoutMs };
  const [sent, arrivals] = await Promise.all([load, stage.receiver.call('waitFor', goal)]);
  if (arrivals.distinct !== count)
    throw new BrokenRun(`${arrivals.distinct} of ${count} arrived the obvious way.`);
  await untilSucceeded(database, settledBefore + count);
  const nodeSeconds = server.cpuSeconds - before.cpu;
  return {
    rate: (count * 1000) / (arrivals.lastAt - sent.startedAt),
    nodeMicroseconds: (nodeSeconds * 1e6) / count,
    ...perDelivery(before.database, await database.counters(), count),
  };
}

async function untilSucceeded(database: BenchDatabase, count: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (let found = 0; found < count; found = await succeeded(database)) {
    if (Date.now() > until) throw new BrokenRun(`${count - found} stay owed the obvious way.`);
    await sleep(50);
  }
}

const succeeded = async (database: BenchDatabase): Promise<number> =>
  database.number("SELECT count(*) FROM deliveries WHERE state = 'succeeded'");

const figures = [
  ['Node CPU a delivery', 'µs', 'nodeMicroseconds'],
  ['PostgreSQL CPU a delivery', 'µs', 'postgresMicroseconds'],
  ['statements a delivery', '', 'statements'],
  ['WAL a delivery', 'bytes', 'walBytes'],
] as const;

function findings({ obvious, doorbell }: Measured): readonly Finding[] {
  const label = 'beside the obvious way, batch, bull';
  const rates = obvious.map(({ rate }) => rate);
  return [
    {
      what: label,
      unit: 'deliveries/s',
      samples: doorbell.map(({ rate }) => rate),
      reference: { what: 'the obvious way', samples: rates },
      target: { of: 'ratio', is: 'at least', floor: 6 },
      obvious: rates,
    },
    ...figures.map(([what, unit, figure]) => ({
      what: `${label}: ${what}`,
      unit,
      samples: doorbell.map((round) => round[figure]),
      obvious: obvious.map((round) => round[figure]),
    })),
  ];
}
