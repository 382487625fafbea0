import type { Stage } from '../stage/stage.js';
import { deliverAll, type Ground, recordingOf, withGround } from './ground.js';
import type { Scenario } from './scenario.js';

/** Webhooks. */
export const fannedOutTo = 1_000;
/** Each takes a moment only. */
const roundsEach = 4;
const prefix = '/ok/fan/';

export const fanOut: Scenario = {
  name: 'fan-out',
  asks: 'When does the last of 1,000 webhooks hear of one notification?',
  run: async (stage, { rounds }) =>
    withGround(stage, {}, async (ground) => {
      for (let webhook = 1; webhook <= fannedOutTo; webhook += 1)
        await ground.organizer.createWebhook({ target_url: `${stage.receiverUrl}${prefix}${webhook}` });
      await fanOutMs(ground);
      const samples: number[] = [];
      const raw: number[] = [];
      for (let round = 0; round < rounds * roundsEach; round += 1) {
        raw.push(await rawMs(stage));
        samples.push(await fanOutMs(ground));
      }
      return [
        {
          what: 'fan-out to 1,000 webhooks: the last arrival',
          unit: 'ms',
          samples,
          reference: { what: 'raw undici POST loop', samples: raw },
          target: { of: 'ratio', is: 'at most', floor: 1.6 },
        },
      ];
    }),
};

async function fanOutMs(ground: Ground): Promise<number> {
  const load = { ...recordingOf(ground, 'single', 1), clients: 1 };
  const { arrivals, recording } = await deliverAll(ground, load, prefix, fannedOutTo);
  return arrivals.lastAt - recording.startedAt;
}

/** The raw loop's time for as many POSTs. */
export async function rawMs(stage: Stage): Promise<number> {
  await stage.receiver.call('reset', {});
  const loop = {
    url: `${stage.receiverUrl}/ok/raw`,
    connections: 64,
    count: fannedOutTo,
    warmUp: fannedOutTo,
  };
  const { startedAt, endedAt } = await stage.load.call('rawLoop', loop);
  return endedAt - startedAt;
}
