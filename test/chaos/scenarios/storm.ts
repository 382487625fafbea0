import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.js';
import { ask } from '../stage/databases.js';
import type { Scenario } from './scenario.js';

/** Each breaks something and heals it, whatever else is broken at the same time. */
const mishaps: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'a worker is killed': async ({ stage, random }) => {
    const worker = random.oneOf(stage.workers);
    await worker.kill();
    await worker.start();
  },
  'the api process is killed': async ({ stage }) => {
    const api = stage.apis[0]!;
    await api.kill();
    await api.start();
  },
  'Redis is flushed': async ({ stage }) => void (await stage.redis.send('flushall').catch(() => undefined)),
  'Redis is killed': async ({ stage }) => {
    await stage.redis.kill();
    await sleep(500);
    await stage.redis.run();
  },
  'PostgreSQL is killed': async ({ stage }) => {
    await stage.database.cluster.end('SIGKILL');
    await stage.database.cluster.run();
  },
  'connections are ended': async ({ stage }) => {
    await ask(
      stage.database.cluster.url('postgres'),
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'doorbell%'",
    ).catch(() => undefined);
  },
  'a worker is frozen for three seconds': async ({ stage }) => {
    const worker = stage.workers.at(-1)!;
    worker.send('SIGSTOP');
    await sleep(3_000);
    worker.send('SIGCONT');
  },
};
const leastAtOnce = 2;
const mostAtOnce = 4;

export const stormScenarios: readonly Scenario[] = [
  {
    name: 'storm',
    fault:
      'several at once, drawn by the seed: processes killed and frozen, Redis and PostgreSQL killed, flushed, cut off',
    mustHold: 'duplicates only of calls in flight; heals on its own',
    isShort: true,
    bounds: { resumeWithinMs: 20_000 },
    play: async (scene) =>
      scene.again(async () => {
        const left = Object.keys(mishaps);
        const count = scene.random.between(leastAtOnce, mostAtOnce);
        const drawn = Array.from({ length: count }, () =>
          left.splice(scene.random.between(0, left.length - 1), 1),
        ).flat();
        scene.notes.push(`at once: ${drawn.join(', ')}`);
        await scene.moment(500, 2_000);
        await scene.breaking(async () => {
          await Promise.all(drawn.map(async (name) => mishaps[name]!(scene)));
          const all = scene.stage.doorbells;
          await Promise.all(all.map(async (doorbell) => doorbell.ready()));
        });
      }),
  },
];
