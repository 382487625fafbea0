/** A webhook whose calls failed lately. */
export interface FailingReceiver {
  readonly webhookId: number;
  readonly calls: number;
  readonly failures: number;
}

/** Whose receivers fail the most, of all organizers. */
export interface FailingReceivers {
  /** In the present hour and the one before, tests not counted; the most failures first. Read from counts, not from the log. */
  worst(limit: number): Promise<readonly FailingReceiver[]>;
}
export const FailingReceivers = Symbol('FailingReceivers');
