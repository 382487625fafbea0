/** Webhooks that are counted together. */
export interface WebhookGroup {
  readonly id: number;
  readonly all: readonly number[];
  /** Which of them may be failing: one that is disabled does neither well nor badly. */
  readonly enabled: readonly number[];
}

/** How the webhooks of a group do, tests not counted. */
export interface CallTotal {
  /** Of the last 24 hours, the present one included. */
  readonly calls: number;
  readonly failures: number;
  /** Webhooks that were called within three days, which is as long as a call is repeated, the last time in vain. */
  readonly failing: number;
}

/** How many webhooks do together, where ReceiverHealth is of each. */
export interface CallTotals {
  /** Of every group that was asked for, in a fixed number of statements. */
  of(groups: readonly WebhookGroup[]): Promise<ReadonlyMap<number, CallTotal>>;
}
export const CallTotals = Symbol('CallTotals');
