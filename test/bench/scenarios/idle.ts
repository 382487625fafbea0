import { setTimeout as sleep } from 'node:timers/promises';
import { latencySummary } from '../measure/statistics.js';
import { most } from '../report/finding.js';
import { timesToArrival } from './arrival-times.js';
import { type Ground, recordingOf, withGround } from './ground.js';
import type { RunOptions, Scenario } from './scenario.js';

const idleMs = { full: 60_000, quick: 5_000 } as const;
const notifications = { full: 200, quick: 50 } as const;
const aSecond = 10;
const prefix = '/ok/idle';

export const idle: Scenario = {
  name: 'idle',
  asks: 'How long does one notification at a time take to its receiver, on a system idle for a minute?',
  run: async (stage, options) =>
    withGround(stage, {}, async (ground) => {
      await ground.organizer.createWebhook({ target_url: `${stage.receiverUrl}${prefix}` });
      const { first, times, direct } = await measure(ground, options);
      const summary = latencySummary(times);
      const reference = latencySummary(direct);
      const line = (share: 'p50' | 'p99', floor: number) => ({
        what: `one at a time on an idle system: ${share}`,
        unit: 'ms',
        samples: [summary[share]],
        reference: { what: 'direct POST', samples: [reference[share]] },
        target: most(floor),
      });
      const minute = { what: 'the first after the idle minute', unit: 'ms', samples: [first] };
      return [line('p50', 10), line('p99', 60), minute];
    }),
};

async function measure(
  ground: Ground,
  { quick }: RunOptions,
): Promise<{
  readonly first: number;
  readonly times: readonly number[];
  readonly direct: readonly number[];
}> {
  const { stage } = ground;
  const size = quick ? 'quick' : 'full';
  const paced = { ...recordingOf(ground, 'single', notifications[size]), rate: aSecond };
  // So that everything was called once.
  await timesToArrival(stage, { ...paced, count: 5 }, prefix);
  await sleep(idleMs[size]);
  const [first] = await timesToArrival(stage, { ...paced, count: 1 }, prefix);
  const times = await timesToArrival(stage, paced, prefix);
  const directly = { ...paced, urls: [`${stage.receiverUrl}/ok/direct`] };
  return { first: first!, times, direct: await timesToArrival(stage, directly, '/ok/direct') };
}
