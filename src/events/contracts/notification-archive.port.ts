import type { EntityManager } from '@app/database';
import type { NotificationKey, NotificationSummary } from './notification.js';

/** Recorded notifications, for delivery and the log. */
export interface NotificationArchive {
  /** By id; those that no longer exist are absent. One statement. */
  load(
    keys: readonly NotificationKey[],
    manager?: EntityManager,
  ): Promise<ReadonlyMap<number, NotificationSummary>>;
  /** Those of an organizer with this reference, in no order; any `limit` of them where there are more. */
  ofReference(organizerId: number, reference: string, limit: number): Promise<readonly NotificationKey[]>;
  /**
   * The body a receiver of this type gets in a test: `notification_id` 0 and the type's samples.
   * `event` stands in it where the type has one.
   */
  sampleBody(
    actionType: string,
    organizer: string,
    event: string,
  ): { readonly action: string; readonly body: string };
}
export const NotificationArchive = Symbol('NotificationArchive');
