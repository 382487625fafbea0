import type { CallTimings } from '@app/http-egress';

/** One HTTP attempt as a list shows it. */
export interface LoggedCall {
  readonly id: number;
  readonly began: Date;
  readonly webhookId: number;
  /** Null for a test. */
  readonly deliveryId: number | null;
  /** 0 in a test. */
  readonly notificationId: number;
  /** The registered type's name. */
  readonly actionType: string;
  readonly action: string;
  /** Slug. */
  readonly event: string | null;
  /** The value of the type's first reference field, as text. */
  readonly reference: string | null;
  /** Credentials and the values of its query masked. */
  readonly targetUrl: string;
  readonly round: number;
  /** From 1 in each round. */
  readonly attempt: number;
  readonly durationMs: number;
  /** The HTTP status; 0: there was no response. */
  readonly returnCode: number;
  readonly success: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** When the delivery was to be called next, as decided after this call. */
  readonly nextAttempt: Date | null;
}

/** With everything that was sent and came back. */
export interface LoggedCallDetails extends LoggedCall {
  /** When what it is about was recorded. */
  readonly recorded: Date;
  /** The request body; null once the notification is no longer kept. */
  readonly payload: string | null;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
  readonly remoteAddress: string | null;
  readonly timings: CallTimings;
}

/** Where a call stands in a list: newest first by (began, id). */
export interface CallPlace {
  readonly time: Date;
  readonly id: number;
}

export interface CallFilter {
  readonly success?: boolean;
  readonly actionType?: string;
  readonly event?: string;
  readonly notification?: number;
  readonly reference?: string;
  /** Began at or after. */
  readonly since?: Date;
  /** Began before. */
  readonly until?: Date;
}

/** The log of one webhook's calls, for pages. */
export interface CallHistory {
  /** Newest first. @param before only older ones than this */
  list(
    webhook: { readonly id: number; readonly organizerId: number },
    filter: CallFilter,
    part: { readonly before: CallPlace | null; readonly limit: number },
  ): Promise<readonly LoggedCall[]>;
  /** @throws NotFound('Call') also when it is past its time */
  require(webhookId: number, callId: number): Promise<LoggedCallDetails>;
  /** Every call of a delivery that can be shown, newest first. */
  ofDelivery(deliveryId: number, recorded: Date): Promise<readonly LoggedCall[]>;
  /**
   * The last call of each of these deliveries that can be shown, by delivery.
   * @param recorded when the first of their notifications was
   */
  lastOf(deliveryIds: readonly number[], recorded: Date): Promise<ReadonlyMap<number, LoggedCall>>;
}
export const CallHistory = Symbol('CallHistory');

/** The calls of one hour that had any, and how long they took. */
export interface TimedHour {
  readonly hour: Date;
  readonly calls: number;
  readonly failures: number;
  /** Seconds that half of the calls did not exceed. */
  readonly median: number;
  /** Seconds that 95 % of them did not exceed. */
  readonly p95: number;
}

/** How a webhook's receiver did, hour by hour. */
export interface CallStatistics {
  /** From the hour of this moment on, oldest first; hours without a call are left out. */
  since(webhookId: number, moment: Date): Promise<readonly TimedHour[]>;
}
export const CallStatistics = Symbol('CallStatistics');
