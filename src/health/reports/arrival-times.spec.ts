import { describe, expect, it } from 'vitest';
import { arrivalBounds, classOf, noArrivals, toArrivalTimes } from './arrival-times.js';

function countsOf(seconds: readonly number[]): readonly number[] {
  const counts = noArrivals();
  for (const each of seconds) counts[classOf(each)]! += 1;
  return counts;
}

describe('Arrival times', () => {
  it('are told as the bound that half, and 95 %, did not exceed', () => {
    const seconds = [
      ...Array.from<number>({ length: 94 }).fill(0.02),
      ...Array.from<number>({ length: 6 }).fill(4),
    ];
    expect(toArrivalTimes(countsOf(seconds))).toEqual({ count: 100, median: 0.025, p95: 5 });
    expect(toArrivalTimes(countsOf([0.01]))).toEqual({ count: 1, median: 0.01, p95: 0.01 });
  });

  it('have no bound beyond the last class, and none at all without arrivals', () => {
    expect(toArrivalTimes(countsOf([arrivalBounds.at(-1)! + 1]))).toEqual({
      count: 1,
      median: null,
      p95: null,
    });
    expect(toArrivalTimes(noArrivals())).toEqual({ count: 0, median: null, p95: null });
  });
});
