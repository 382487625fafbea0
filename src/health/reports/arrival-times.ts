import type { SettledCall } from '@contracts/delivery';
import type { ArrivalTimes } from '@contracts/health';

/** Upper bounds in seconds: from a hundredth of a second to the end of a schedule. */
export const arrivalBounds = [
  0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 43_200, 259_200,
];

/** How many arrivals there were in each class; one more than there are bounds. */
export const noArrivals = (): number[] => Array.from<number>({ length: arrivalBounds.length + 1 }).fill(0);

/** From recording until this call had brought it; null unless it ended a delivery well, in its first round. */
export function arrivalSeconds({ result, final, round, began, notification }: SettledCall): number | null {
  if (!result.success || !final || round > 1) return null;
  const arrivedMs = began.getTime() + result.durationMs;
  return Math.max(0, arrivedMs - notification.recorded.getTime()) / 1_000;
}

export function classOf(seconds: number): number {
  const found = arrivalBounds.findIndex((bound) => seconds <= bound);
  return found < 0 ? arrivalBounds.length : found;
}

export function toArrivalTimes(counts: readonly number[]): ArrivalTimes {
  const count = counts.reduce((sum, number) => sum + number, 0);
  return { count, median: boundOf(counts, count * 0.5), p95: boundOf(counts, count * 0.95) };
}

/** The bound of the class in which `rank` lies. */
function boundOf(counts: readonly number[], rank: number): number | null {
  let sum = 0;
  const found = counts.findIndex((count) => (sum += count) >= Math.max(rank, 1));
  return arrivalBounds[found] ?? null;
}
