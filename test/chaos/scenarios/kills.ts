import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.js';
import type { Doorbell } from '../stage/doorbell.js';
import type { Scenario } from './scenario.js';

/** What the fault table asks for: 5 s. Ready is a moment before the first sweep. */
export const resumeWithinMs = 5_000;

const kill = async (scene: Scene, pick: (scene: Scene) => readonly Doorbell[]): Promise<void> =>
  scene.again(async () => {
    await scene.moment(200, 2_000);
    await scene.killAndStart(pick(scene));
  }, 2);

export const killScenarios: readonly Scenario[] = [
  {
    name: 'kill-worker',
    fault: 'kill -9 of a worker, again and again, while another one works',
    mustHold: 'duplicates only of calls in flight; all that was due is called within 5 s of ready',
    holes: ['killed in a retry'],
    bounds: { resumeWithinMs },
    play: async (scene) => kill(scene, ({ stage, random }) => [random.oneOf(stage.workers)]),
  },
  {
    name: 'kill-api',
    fault: 'kill -9 of the api process, again and again',
    mustHold: 'the same; who asks again is told the same notification',
    bounds: { resumeWithinMs },
    play: async (scene) => kill(scene, ({ stage }) => stage.apis),
  },
  {
    name: 'kill-all',
    fault: 'kill -9 of every Doorbell process at once, again and again',
    mustHold: 'the same',
    bounds: { resumeWithinMs },
    play: async (scene) => kill(scene, ({ stage }) => stage.doorbells),
  },
  {
    name: 'kill-without-roles',
    fault: 'kill -9 of a process that calls what it records, again and again, while others like it work',
    mustHold: 'the same',
    stage: { isWithoutRoles: true },
    bounds: { resumeWithinMs },
    play: async (scene) => kill(scene, ({ stage }) => stage.apis),
  },
  {
    name: 'kill-all-in-process',
    fault: 'kill -9 of the one process of an installation without Redis, again and again',
    mustHold: 'the same',
    // The host of the emitters would make calls of its own, and is not killed.
    stage: { queue: 'in-process', rates: { api: 30, emits: 0, transactions: 0 } },
    bounds: { resumeWithinMs },
    play: async (scene) => kill(scene, ({ stage }) => stage.doorbells),
  },
  {
    name: 'kill-everything',
    fault: 'kill -9 of Doorbell, PostgreSQL and Redis at once',
    mustHold: 'the same',
    bounds: { resumeWithinMs },
    play: async (scene) =>
      scene.again(async () => {
        await scene.moment(500, 2_000);
        const { stage } = scene;
        await scene.breaking(async () => {
          const { cluster } = stage.database;
          await Promise.all([
            ...stage.doorbells.map(async (doorbell) => doorbell.kill()),
            cluster.end('SIGKILL'),
            stage.redis.kill(),
          ]);
          await sleep(500);
          await Promise.all([cluster.run(), stage.redis.run()]);
          await Promise.all(stage.doorbells.map(async (doorbell) => doorbell.start()));
        });
      }),
  },
];
