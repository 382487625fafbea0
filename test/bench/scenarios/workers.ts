import { availableParallelism } from 'node:os';
import type { Finding } from '../report/finding.js';
import { type Environment, type ServerProcess, startDoorbell } from '../stage/doorbell.js';
import type { Stage } from '../stage/stage.js';
import { deliverAll, type Ground, recordingOf, withGround } from './ground.js';
import type { RunOptions, Scenario } from './scenario.js';

interface Kind {
  readonly name: string;
  readonly asks: string;
  readonly path: string;
  readonly workers: number;
  readonly floor: number;
  /** Deliveries a worker in each round. */
  readonly size: { readonly full: number; readonly quick: number };
  readonly environment: Environment;
  readonly note: string;
}

const origins = 8;
const mostTurns = { full: 2, quick: 1 } as const;

const kinds: readonly Kind[] = [
  {
    name: 'workers-fast',
    asks: 'Do two workers deliver more than one to a receiver that answers at once, where cores allow?',
    path: '/ok/workers/',
    workers: 2,
    floor: 1.6,
    size: { full: 30_000, quick: 10_000 },
    environment: {},
    note: `${availableParallelism()} cores for workers, PostgreSQL, load and receiver`,
  },
  {
    name: 'workers-slow',
    asks: 'Do four workers deliver four times as much as one to a receiver that takes 200 ms?',
    path: '/after-200/workers/',
    workers: 4,
    floor: 3.6,
    size: { full: 3_000, quick: 1_500 },
    // So that a worker's calls in flight are what bounds it, not the machine's cores.
    environment: { DOORBELL_CONCURRENCY: '80' },
    note: '80 calls in flight a worker',
  },
];

function workersScenario(kind: Kind): Scenario {
  return {
    name: kind.name,
    asks: kind.asks,
    run: async (stage, options) => {
      const one: number[] = [];
      const several: number[] = [];
      for (
        let round = 0;
        round < Math.min(options.rounds, mostTurns[options.quick ? 'quick' : 'full']);
        round += 1
      ) {
        one.push(await rateOf(stage, kind, 1, options));
        several.push(await rateOf(stage, kind, kind.workers, options));
      }
      return [findingOf(kind, one, several)];
    },
  };
}

function findingOf(
  { workers, path, floor, note }: Kind,
  one: readonly number[],
  several: readonly number[],
): Finding {
  const receiver = path.startsWith('/ok/') ? 'fast receivers' : 'receivers that take 200 ms';
  return {
    what: `${workers} workers, ${receiver}`,
    unit: 'deliveries/s',
    samples: several,
    reference: { what: '1 worker', samples: one },
    target: { of: 'ratio', is: 'at least', floor },
    note,
  };
}

async function rateOf(stage: Stage, kind: Kind, workers: number, { quick }: RunOptions): Promise<number> {
  const api = { environment: { DOORBELL_ROLE: 'api' } };
  return withGround(stage, api, async (ground) => {
    for (let origin = 0; origin < origins; origin += 1) {
      const url = await stage.receiver.call('listen', undefined);
      await ground.organizer.createWebhook({ target_url: `${url}${kind.path}${origin}` });
    }
    const size = kind.size[quick ? 'quick' : 'full'] * workers;
    return withWorkers(ground, workers, kind.environment, async () => {
      // Until each target's allowance has grown to what it can take.
      await deliverAll(ground, loadOf(ground, size / 3), kind.path, origins);
      return (await deliverAll(ground, loadOf(ground, size), kind.path, origins)).rate;
    });
  });
}

/** Each notification goes to every origin. */
const loadOf = (ground: Ground, deliveries: number) => ({
  ...recordingOf(ground, 'batch', Math.round(deliveries / origins)),
  perRequest: 100,
});

async function withWorkers<Result>(
  { stage, database }: Ground,
  count: number,
  environment: Environment,
  work: () => Promise<Result>,
): Promise<Result> {
  const settings = { ...stage.connections(database, 'bull'), DOORBELL_ROLE: 'worker', ...environment };
  const workers: ServerProcess[] = [];
  try {
    for (let index = 0; index < count; index += 1) workers.push(await startDoorbell(settings));
    return await work();
  } finally {
    await Promise.all(workers.map(async (worker) => worker.stop()));
  }
}

export const workerScenarios: readonly Scenario[] = kinds.map(workersScenario);
