import type { ShownNotification } from './notification-page.service.js';

export interface NotificationPageProps extends ShownNotification {
  readonly organizer: string;
  /** Of a round. */
  readonly mostAttempts: number;
  readonly notice: string | undefined;
}
