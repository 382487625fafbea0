import type { EntityManager } from '@app/database';

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

/** What has ended; asked by delivery for resends, answered by logs. Reopened means: no longer shown as ended. */
export interface DeliveryHistory {
  /** @returns null when no such delivery of the webhook has ended. */
  reopen(webhookId: number, deliveryId: number, manager: EntityManager): Promise<ReopenedDelivery | null>;
  /** How many of the range have ended so. */
  count(range: EndedRange, manager: EntityManager): Promise<number>;
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
}
export const DeliveryHistory = Symbol('DeliveryHistory');
