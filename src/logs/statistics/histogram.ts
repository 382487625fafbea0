/** Three buckets an octave, from one millisecond to over a minute: a percentile is known to within a quarter. */
const bucketsAnOctave = 3;
const octaves = 16;
export const bucketCount = bucketsAnOctave * octaves + 1;

/** The upper bound of a bucket, in milliseconds; the last one has none, and says where it begins. */
const boundOf = (bucket: number): number => 2 ** (Math.min(bucket, bucketCount - 2) / bucketsAnOctave);

/** The bucket of a duration: the first whose bound it does not exceed. */
export function bucketOf(milliseconds: number): number {
  if (milliseconds <= 1) return 0;
  return Math.min(Math.ceil(Math.log2(milliseconds) * bucketsAnOctave - 1e-9), bucketCount - 1);
}

/**
 * The duration in seconds that `share` of the calls did not exceed, interpolated within its bucket; null without calls.
 * @param histogram calls by bucket
 */
export function percentile(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(share * total, 1);
  let below = 0;
  for (const [bucket, count] of histogram.entries()) {
    if (below + count >= rank) return seconds(bucket, (rank - below) / count);
    below += count;
  }
  return seconds(bucketCount - 1, 1);
}

function seconds(bucket: number, within: number): number {
  const lower = bucket === 0 ? 0 : boundOf(bucket - 1);
  const milliseconds = lower + (boundOf(bucket) - lower) * within;
  return Math.round(milliseconds * 1_000) / 1_000_000;
}
