/** The last call of a webhook that was no test. */
export interface LastCall {
  readonly at: Date;
  readonly success: boolean;
  /** The HTTP status; 0: there was no response. */
  readonly returnCode: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** The calls that began within one hour; tests are not counted. */
export interface CallsOfHour {
  readonly hour: Date;
  readonly calls: number;
  readonly failures: number;
}

/** How the receiver of a webhook does. */
export interface ReceiverHealth {
  /** Null: none in the log. */
  readonly lastCall: LastCall | null;
  /** The first failure after the last success in the log; null unless the last call failed. */
  readonly failingSince: Date | null;
  /** The last 24 hours, the present one included: every one, oldest first. */
  readonly hours: readonly CallsOfHour[];
}

/** How receivers do, for many webhooks at once. */
export interface ReceiverHealthReader {
  /** Of every id that was asked for, in a fixed number of statements. */
  of(webhookIds: readonly number[]): Promise<ReadonlyMap<number, ReceiverHealth>>;
  /** Of those that have one in the log. Two statements, to which a webhook that was never called is next to nothing. */
  lastCalls(webhookIds: readonly number[]): Promise<ReadonlyMap<number, LastCall>>;
}
export const ReceiverHealthReader = Symbol('ReceiverHealthReader');
