import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

/** Redis itself is there at once; Doorbell has to have noticed, and the sweep to come by. */
const resumeWithinMs = 10_000;
const fullMegabytes = 2;

const recordingGoesOn = 'recording goes on; deliveries resume on their own';

/** Gone for the time of the scenario, in which recording must go on. */
async function without(scene: Scene, take: () => Promise<void>, give: () => Promise<void>): Promise<void> {
  await scene.breaking(async () => {
    await take();
    await scene.whileRecordingGoesOn('Redis was away', async () => sleep(Math.max(5_000, scene.leftMs)));
    await give();
  });
}

async function signal({ stage }: Scene, name: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  stage.redis.signal(name);
}

/** Fills what is left of its memory with what belongs to somebody else. */
async function fill({ stage }: Scene): Promise<void> {
  for (let number = 0; number < 200; number += 1) {
    const isFull = await stage.redis.send('set', `somebody-elses-${number}`, 'x'.repeat(100_000)).then(
      () => false,
      () => true,
    );
    if (isFull) return;
  }
}

export const redisScenarios: readonly Scenario[] = [
  {
    name: 'redis-flushall',
    fault: 'Redis: FLUSHALL, again and again',
    mustHold: recordingGoesOn,
    holes: ['flushed Redis'],
    bounds: { resumeWithinMs },
    play: async (scene) =>
      scene.again(async () => {
        await scene.moment(500, 3_000);
        await scene.breaking(async () => void (await scene.stage.redis.send('flushall')));
      }, 3),
  },
  {
    name: 'redis-kill',
    fault: 'Redis: kill -9, and started again empty, again and again',
    mustHold: recordingGoesOn,
    bounds: { resumeWithinMs },
    play: async (scene) =>
      scene.again(async () => {
        await scene.moment(500, 3_000);
        await scene.breaking(async () => {
          await scene.stage.redis.kill();
          await scene.moment(0, 1_000);
          await scene.stage.redis.run();
        });
      }, 2),
  },
  {
    name: 'redis-gone',
    fault: 'Redis: gone for the whole time, then back, empty',
    mustHold: `${recordingGoesOn}; a warning says that it is away`,
    holes: ['created though not queued'],
    bounds: { resumeWithinMs, says: ['redis_away'] },
    play: async (scene) =>
      without(
        scene,
        async () => scene.stage.redis.kill(),
        async () => scene.stage.redis.run(),
      ),
  },
  {
    name: 'redis-frozen',
    fault: 'Redis: frozen by SIGSTOP, then continued',
    mustHold: `${recordingGoesOn}; a warning says that it does not answer`,
    bounds: { resumeWithinMs, says: ['redis_silent'] },
    play: async (scene) =>
      without(
        scene,
        async () => signal(scene, 'SIGSTOP'),
        async () => signal(scene, 'SIGCONT'),
      ),
  },
  {
    name: 'redis-full',
    fault: 'Redis: its memory is full, with the policy noeviction',
    mustHold: `${recordingGoesOn}; a warning says that its memory is full`,
    bounds: { resumeWithinMs, says: ['redis_memory_full'] },
    play: async (scene) =>
      without(
        scene,
        // Less than it takes empty.
        async () => void (await scene.stage.redis.send('config', 'set', 'maxmemory', '1mb')),
        async () => {
          await scene.stage.redis.send('config', 'set', 'maxmemory', '0');
        },
      ),
  },
  {
    name: 'redis-evicts',
    fault: 'Redis: full, with a policy that throws jobs away (allkeys-lru)',
    mustHold: `${recordingGoesOn}; a warning names the wrong policy`,
    bounds: { says: ['redis_eviction_policy'] },
    stage: { redis: ['--maxmemory', `${fullMegabytes}mb`, '--maxmemory-policy', 'allkeys-lru'] },
    play: async (scene) =>
      scene.breaking(async () =>
        scene.whileRecordingGoesOn('Redis threw away what it liked', async () =>
          scene.again(async () => {
            await fill(scene);
            await scene.moment(100, 500);
          }, 5),
        ),
      ),
  },
];
