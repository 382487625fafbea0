import type { DroppedReason } from '@contracts/webhooks';

/** `pending`: will be called. `exhausted`: no call of the schedule is left. `dropped`: will not be called. */
export const deliveryStates = ['pending', 'succeeded', 'exhausted', 'dropped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** How a delivery stands, wherever it is: owed, called for the last time, or ended without a call. */
export interface DeliveryStanding {
  readonly id: number;
  readonly webhookId: number;
  readonly state: DeliveryState;
  /** It is being called now. */
  readonly inFlight: boolean;
  /** Null when it was not dropped. */
  readonly droppedReason: DroppedReason | null;
  readonly round: number;
  /** Calls made in this round. */
  readonly attempts: number;
  /** Null when it is called no more. */
  readonly nextAttempt: Date | null;
  /** Of the last call: the HTTP status, 0 without a response; null before the first. */
  readonly lastReturnCode: number | null;
  /** Error code of the last call. */
  readonly lastError: string | null;
}

/** To whom a notification is owed, and how each stands, for pages. */
export interface DeliveryStandings {
  /** In the order of their ids, from one snapshot; those that ended longer ago than the log is kept are absent. */
  ofNotification(notificationId: number): Promise<readonly DeliveryStanding[]>;
}
export const DeliveryStandings = Symbol('DeliveryStandings');
