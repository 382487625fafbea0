import type { NotificationSummary } from './notification.js';

/** One notification as fan-out needs it, and its calls. */
export interface NotificationToFanOut extends NotificationSummary {
  /** Null in organizer-level actions and when the event is gone. */
  readonly eventId: number | null;
  /** Matched whatever webhooks' event limits say. */
  readonly anyEvent: boolean;
}

/** In the recording transaction. `deliveries` is the listener's answer: how many webhooks each id is owed to. */
export class NotificationsRecorded {
  static readonly eventName = 'events.notifications-recorded';
  /** By notification id; absent means none. */
  readonly deliveries = new Map<number, number>();
  constructor(readonly notifications: readonly NotificationToFanOut[]) {}
}
