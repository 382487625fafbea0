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

/** None of its deliveries is older than it is: when it was recorded says where to look. */
export interface RecordedNotification {
  readonly id: number;
  readonly recorded: Date;
}

export interface PartOfStandings {
  /** In the order of their ids. */
  readonly deliveries: readonly DeliveryStanding[];
  /** Of all parts. */
  readonly count: number;
}

/** To whom a notification is owed, and how each stands, for pages. Those that ended longer ago than the log is kept are absent. */
export interface DeliveryStandings {
  /** From one snapshot. */
  ofNotification(
    notification: RecordedNotification,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<PartOfStandings>;
  /** Undefined: there is no such delivery of this notification. */
  find(notification: RecordedNotification, deliveryId: number): Promise<DeliveryStanding | undefined>;
}
export const DeliveryStandings = Symbol('DeliveryStandings');
