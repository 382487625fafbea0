import type { EntityManager } from '@app/database';
import { droppedReasons } from '@contracts/webhooks';

/** A delivery that had ended and is owed again. */
export interface ReopenedDelivery {
  readonly id: number;
  readonly notificationId: number;
  readonly recorded: Date;
  /** The round that had ended. */
  readonly round: number;
}

/** `failed`: exhausted or dropped. */
export const resendStates = ['failed', 'all'] as const;
export type ResendState = (typeof resendStates)[number];

export interface EndedRange {
  readonly webhookId: number;
  /** Recorded at or after. */
  readonly since: Date;
  /** Recorded before. */
  readonly until: Date;
  readonly state: ResendState;
}

/** How a delivery ended: with its last call, or without one. */
export const deliveryEnds = ['succeeded', 'exhausted', ...droppedReasons] as const;
export type DeliveryEnd = (typeof deliveryEnds)[number];

/** A call's place in the rounds of its delivery. */
export interface LastCall {
  readonly round: number;
  readonly attempt: number;
}

/** What has ended; asked by delivery for resends and for the ledger, answered by logs. Reopened means: no longer shown as ended. */
export interface DeliveryHistory {
  /** @returns null when no such delivery of the webhook has ended. */
  reopen(webhookId: number, deliveryId: number, manager: EntityManager): Promise<ReopenedDelivery | null>;
  /** How many of the range have ended so; no more than `most` are counted. */
  count(range: EndedRange, manager: EntityManager, most?: number): Promise<number>;
  /** Reopens the next ones in ascending (recorded, id) after `after`; those that ended after `endedBefore` are left. */
  reopenNext(
    range: EndedRange,
    step: {
      readonly after: { readonly recorded: Date; readonly id: number } | null;
      readonly endedBefore: Date;
      readonly limit: number;
    },
    manager: EntityManager,
  ): Promise<readonly ReopenedDelivery[]>;
  /**
   * How each of these ended, as `manager`'s transaction sees it; what has not is absent. Of deliveries that were recorded
   * at or after `since`, which says how far back has to be looked; null: as far as there is.
   */
  endsOf(
    deliveries: readonly number[],
    since: Date | null,
    manager: EntityManager,
  ): Promise<ReadonlyMap<number, DeliveryEnd>>;
  /** The last call that was logged of each; what was never called is absent. */
  lastCallsOf(deliveries: readonly number[], manager: EntityManager): Promise<ReadonlyMap<number, LastCall>>;
}
export const DeliveryHistory = Symbol('DeliveryHistory');
