import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../report/finding.js';
import type { BenchDatabase } from '../stage/database.js';
import type { ServerProcess } from '../stage/doorbell.js';
import { startOther } from '../stage/other-servers.js';
import type { Stage } from '../stage/stage.js';
import { BrokenRun, type RunOptions, type Scenario } from './scenario.js';
import { type Ground, withGround } from './ground.js';
import { type OtherPipeline, type OtherRound, playOther } from './other-pipeline.js';
import { play, type Round, sizes, subscribe } from './sustained.js';

const organizer = 'acmecorp';
const action = 'pretix.event.order.placed';
const prefix = '/ok/obvious';
/** It takes about as long as Doorbell does for its own number. */
const obviousSizes = { full: 4_000, quick: 2_000 } as const;
const timeoutMs = 120_000;

interface Measured {
  readonly obvious: readonly OtherRound[];
  readonly doorbell: readonly Round[];
}

/** The same load, in turns: a job and a row at a time, and Doorbell's way. */
export const obviousScenario: Scenario = {
  name: 'obvious',
  asks: 'How many times as fast as the obvious way (test/bench/obvious) is Doorbell, recorded 500 a request, over Bull?',
  run: async (stage, options) =>
    withGround(stage, {}, async (ground) =>
      stage.withDatabase(async (database) => {
        const server = await startObvious(stage, database);
        try {
          await subscribe(ground);
          return findings(await measure(ground, { stage, database, server, prefix }, options));
        } finally {
          await server.stop();
        }
      }),
    ),
};

async function startObvious(stage: Stage, database: BenchDatabase): Promise<ServerProcess> {
  const server = await startOther('obvious', stage.connections(database, 'bull'));
  const response = await fetch(new URL('/webhooks', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      organizer,
      target_url: `${stage.receiverUrl}${prefix}`,
      action_types: [action],
    }),
  });
  if (response.status !== 201) throw new Error(`The obvious way answers ${await response.text()}`);
  return server;
}

async function measure(
  ground: Ground,
  obvious: OtherPipeline,
  { rounds, quick }: RunOptions,
): Promise<Measured> {
  const size = quick ? 'quick' : 'full';
  await playObvious(obvious, obviousSizes[size]);
  await play(ground, 'batch', sizes.batch[size]);
  const measured = { obvious: [] as OtherRound[], doorbell: [] as Round[] };
  for (let round = 0; round < rounds; round += 1) {
    measured.obvious.push(await playObvious(obvious, obviousSizes[size]));
    measured.doorbell.push(await play(ground, 'batch', sizes.batch[size]));
  }
  return measured;
}

async function playObvious(obvious: OtherPipeline, count: number): Promise<OtherRound> {
  const { database } = obvious;
  const settledBefore = await succeeded(database);
  const settled = async (): Promise<void> => untilSucceeded(database, settledBefore + count);
  return playOther(obvious, { count, fields: { organizer, action, event: 'democon' } }, settled);
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
