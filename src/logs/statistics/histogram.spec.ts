import { array, assert, constantFrom, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketCount, bucketOf, percentile } from './histogram.js';

function histogramOf(durations: readonly number[]): number[] {
  const histogram = Array.from<number>({ length: bucketCount }).fill(0);
  for (const duration of durations) histogram[bucketOf(duration)]! += 1;
  return histogram;
}

describe('histogram', () => {
  it('puts every duration into a bucket, longer ones into later ones', () => {
    expect([0, 0.2, 1, 1.1, 2, 4, 30_000, 10 ** 9].map(bucketOf)).toEqual([0, 0, 0, 1, 3, 6, 45, 48]);
  });

  it('has no percentiles without calls', () => {
    expect(percentile(histogramOf([]), 0.5)).toBeNull();
  });

  it('gives the middle and the tail apart', () => {
    const histogram = histogramOf([...Array.from<number>({ length: 98 }).fill(10), 3_000, 3_000]);
    expect(percentile(histogram, 0.5)).toBeCloseTo(0.009, 3);
    expect(percentile(histogram, 0.95)).toBeCloseTo(0.01, 3);
    expect(percentile(histogram, 0.99)).toBeGreaterThan(2.5);
  });

  it('knows each percentile to within its bucket', () => {
    const duration = double({ min: 1.001, max: 60_000, noNaN: true });
    assert(
      property(
        array(duration, { minLength: 1, maxLength: 300 }),
        constantFrom(0.5, 0.95, 0.99),
        (durations, share) => {
          const sorted = durations.toSorted((a, b) => a - b);
          const exact = sorted[Math.max(Math.ceil(share * sorted.length), 1) - 1]!;
          const ratio = (percentile(histogramOf(durations), share)! * 1_000) / exact;
          expect(ratio).toBeGreaterThan(0.78);
          expect(ratio).toBeLessThan(1.27);
        },
      ),
    );
  });
});
