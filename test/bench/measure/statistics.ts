export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws when there are no samples. */
export function spreadOf(samples: readonly number[]): Spread {
  return { median: quantile(samples, 0.5), min: Math.min(...samples), max: Math.max(...samples) };
}

/** Between two samples: interpolated. @throws when there are none. */
export function quantile(samples: ArrayLike<number>, share: number): number {
  if (samples.length === 0) throw new Error('No samples.');
  const sorted = Float64Array.from(samples).sort();
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
}

export interface LatencySummary {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function latencySummary(samples: ArrayLike<number>): LatencySummary {
  return { p50: quantile(samples, 0.5), p99: quantile(samples, 0.99), max: quantile(samples, 1) };
}

/** Each sample over the reference's sample of the same round. */
export function pairedRatios(samples: readonly number[], references: readonly number[]): readonly number[] {
  return samples.map((sample, round) => sample / references[round]!);
}
