/** Each wait is its scheduled length times 0.9 to 1, so that a receiver's outage does not end in a burst. */
const leastShare = 0.9;

/** When a failed call is tried again, and when no more (docs/receiving.md). */
export class RetrySchedule {
  /**
   * @param waits seconds, one between each two calls of a round
   * @param random 0 to 1
   */
  constructor(
    private readonly waits: readonly number[],
    private readonly random: () => number = Math.random,
  ) {}

  /** Calls in a round. */
  get attempts(): number {
    return this.waits.length + 1;
  }

  /** The moment of the call that follows attempt number `attempt` (from 1), which ended at `ended`; null: none does. */
  next(attempt: number, ended: Date): Date | null {
    const wait = this.waits[attempt - 1];
    if (wait === undefined) return null;
    const share = leastShare + (1 - leastShare) * this.random();
    return new Date(ended.getTime() + Math.round(wait * 1000 * share));
  }
}
