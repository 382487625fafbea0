import { describe, expect, it } from 'vitest';
import { latencySummary, pairedRatios, quantile, spreadOf } from './statistics.js';

describe('statistics', () => {
  it('gives the median with the range, whatever the order', () => {
    expect(spreadOf([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30 });
    expect(spreadOf([4, 2])).toEqual({ median: 3, min: 2, max: 4 });
  });

  it('interpolates between samples', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(quantile(Float64Array.of(7), 0.99)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow('No samples.');
  });

  it('sums latencies up', () => {
    const samples = Array.from({ length: 101 }, (_, index) => index);
    expect(latencySummary(samples)).toEqual({ p50: 50, p99: 99, max: 100 });
  });

  it('compares within a round', () => {
    expect(pairedRatios([10, 30], [100, 60])).toEqual([0.1, 0.5]);
  });
});
