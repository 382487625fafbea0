import type { NotificationSummary } from './notification.js';

/** A notification with everything that was recorded of it. */
export interface NotificationDetails extends NotificationSummary {
  /** What was passed along; never sent. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Null when it was recorded without one, or the key is no longer kept. */
  readonly recordingKey: string | null;
}

/** One notification, for pages. */
export interface NotificationLookup {
  /** @throws NotFound('Notification') when the organizer has none of this id, or it is no longer kept */
  require(organizerId: number, notificationId: number): Promise<NotificationDetails>;
}
export const NotificationLookup = Symbol('NotificationLookup');
