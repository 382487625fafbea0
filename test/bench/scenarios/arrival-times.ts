import type { RecordingLoad } from '../load/recording-load.js';
import type { Stage } from '../stage/stage.js';
import { BrokenRun } from './scenario.js';

const timeoutMs = 60_000;

/** Milliseconds from sending a request to the arrival it causes, for each notification. */
export async function timesToArrival(
  stage: Stage,
  load: RecordingLoad,
  at: string,
): Promise<readonly number[]> {
  await stage.receiver.call('reset', { keepTimes: true });
  const { sentAt } = await stage.load.call('record', { ...load, keepTimes: true });
  await stage.receiver.call('waitFor', { prefix: at, distinct: load.count, timeoutMs });
  const arrivedAt = (await stage.receiver.call('arrivalTimes', { prefix: at })).get(at);
  return Array.from(sentAt!, (sent, sequence) => {
    const arrived = arrivedAt?.[sequence];
    if (!arrived) throw new BrokenRun(`Notification N${sequence} did not arrive.`);
    return arrived - sent;
  });
}
