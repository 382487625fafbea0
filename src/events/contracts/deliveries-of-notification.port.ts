/** One delivery of a notification as its page shows it (contract/rest.md: `/webhooks/{id}/deliveries/`). */
export interface DeliveryOfNotification {
  readonly id: number;
  readonly webhook: number;
  readonly state: string;
  readonly round: number;
  readonly attempts: number;
  readonly next_attempt: string | null;
  readonly last_return_code: number | null;
  readonly last_error: string | null;
}

/** Asked by events, answered by logs, which sees both what is owed and what was. */
export interface DeliveriesOfNotification {
  find(notificationId: number): Promise<readonly DeliveryOfNotification[]>;
}
export const DeliveriesOfNotification = Symbol('DeliveriesOfNotification');

/** Asked by the purge of notifications, answered by delivery: what is still owed is never purged. */
export interface OldestOwed {
  /** The recording time of the oldest notification that is still owed to a webhook; null when none is. */
  oldestOwed(): Promise<Date | null>;
}
export const OldestOwed = Symbol('OldestOwed');
