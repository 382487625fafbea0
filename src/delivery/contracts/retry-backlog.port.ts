/** What a webhook waits for. */
export interface RetryBacklog {
  /** Deliveries whose last call failed and that wait for the next; `mostCounted` may stand for more. */
  readonly waiting: number;
  /** When the next of them is due. */
  readonly next: Date;
}

/** How many retries wait, for many webhooks at once. */
export interface RetryBacklogs {
  /** No more are counted. */
  readonly mostCounted: number;
  /** By webhook; those without any are absent. One statement. */
  of(webhookIds: readonly number[]): Promise<ReadonlyMap<number, RetryBacklog>>;
}
export const RetryBacklogs = Symbol('RetryBacklogs');
