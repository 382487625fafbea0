import type { DroppedReason } from '@contracts/webhooks';

/** A delivery that has not ended. */
export interface OwedDelivery {
  readonly id: number;
  readonly notificationId: number;
  readonly recorded: Date;
  readonly organizerId: number;
  readonly webhookId: number;
  readonly round: number;
  /** Calls made in this round. */
  readonly attempt: number;
  readonly due: Date;
  /** A process holds it to call it now. */
  readonly inFlight: boolean;
  readonly lastReturnCode: number | null;
  /** Error code of the last call. */
  readonly lastError: string | null;
  /** Set when it is dropped by definition (older generation, or the webhook is gone) and only waits to be tidied away. */
  readonly droppedReason: DroppedReason | null;
}

/** Newest first by (recorded, id); `before` is exclusive. */
export interface OwedQuery {
  readonly webhookId: number;
  /** Recorded at or after. */
  readonly since?: Date;
  /** Recorded before. */
  readonly until?: Date;
  readonly before?: { readonly time: Date; readonly id: number };
  readonly dropped?: boolean;
  readonly limit: number;
}

/** What is owed, for the log's view of deliveries. */
export interface OwedDeliveries {
  search(query: OwedQuery): Promise<readonly OwedDelivery[]>;
  find(ids: readonly number[]): Promise<ReadonlyMap<number, OwedDelivery>>;
  ofNotification(notificationId: number): Promise<readonly OwedDelivery[]>;
  idsOfNotification(notificationId: number): Promise<readonly number[]>;
  /** How many there are of all organizers; an estimate where there are many. */
  count(): Promise<number>;
}
export const OwedDeliveries = Symbol('OwedDeliveries');
