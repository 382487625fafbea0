import type { FailurePoint } from '@app/failure-points';
import { monotonicMs } from '../../bench/measure/clock.js';
import type { Scene } from '../scene.js';
import type { Doorbell } from '../stage/doorbell.js';
import type { Hole } from './holes.js';
import { resumeWithinMs } from './kills.js';
import type { Scenario } from './scenario.js';

const diesWithinMs = 30_000;

interface Place {
  readonly point: FailurePoint;
  readonly of: 'api' | 'worker';
  readonly fault: string;
  readonly isShort?: boolean;
  readonly holes?: readonly Hole[];
}

const places: readonly Place[] = [
  {
    point: 'before-dispatch',
    of: 'api',
    fault: 'the api process ends itself between commit and dispatch',
    holes: ['crash before enqueuing'],
    isShort: true,
  },
  { point: 'in-fan-out', of: 'api', fault: 'the api process ends itself inside a fan-out' },
  {
    point: 'before-settling',
    of: 'worker',
    fault: 'a worker ends itself between the call and its settling',
    holes: ['killed in a retry'],
  },
  { point: 'in-settling', of: 'worker', fault: 'a worker ends itself inside the settling of calls' },
  {
    point: 'before-call',
    of: 'worker',
    fault: 'a worker ends itself when a job is used up and no call made',
  },
];

/** Starts it anew so that it ends itself at a passage that the seed draws; then once more, in good health. */
async function endAt(scene: Scene, doorbell: Doorbell, point: FailurePoint): Promise<void> {
  const passage = scene.random.between(1, 20);
  await doorbell.kill();
  await scene.breaking(async () => {
    doorbell.launch({ DOORBELL_FAILURE_POINTS: `${point}=kill@${passage}` });
    const began = monotonicMs();
    const hasEnded = await scene.until(() => !doorbell.isRunning, diesWithinMs);
    if (!hasEnded) scene.failures.push(`${doorbell.name} did not come to passage ${passage} of ${point}`);
    else
      scene.notes.push(
        `ended at passage ${passage}, ${Math.round(monotonicMs() - began)} ms after its start`,
      );
    await doorbell.kill();
    await doorbell.start();
  });
}

export const failurePointScenarios: readonly Scenario[] = places.map(({ point, of, fault, ...marks }) => ({
  name: `end-${point}`,
  fault,
  mustHold: 'all that was due is called within 5 s of ready',
  ...marks,
  bounds: { resumeWithinMs },
  // One worker, so that it is certain to come by.
  stage: { workers: 1 },
  play: async (scene) =>
    scene.again(async () => {
      await endAt(scene, of === 'api' ? scene.stage.apis[0]! : scene.stage.workers[0]!, point);
    }),
}));
