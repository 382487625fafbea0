import type { EntityManager } from '@app/database';
import type { DroppedReason } from './dropped-reason.js';

/** A webhook as delivery sees it. */
export interface WebhookTarget {
  readonly id: number;
  readonly organizerId: number;
  readonly enabled: boolean;
  /** Raised by disabling; what is owed under an older one is dropped by definition. */
  readonly generation: number;
  /** Why older generations were dropped: `webhook_disabled` or `gone`. */
  readonly droppedReason: DroppedReason | null;
  /** With its credentials. Reading it @throws SecretKeyError when its key is no longer there. */
  readonly url: string;
  /** Known to be slow until then. */
  readonly slowUntil: Date | null;
  /** Slugs, sorted; for the event of a test call. */
  readonly limitEvents: readonly string[];
}

/** Webhooks, for delivery and the log. */
export interface WebhookDirectory {
  /** By id, present state from the database; deleted ones are absent. One statement. */
  load(ids: readonly number[], manager?: EntityManager): Promise<ReadonlyMap<number, WebhookTarget>>;
  /** @throws NotFound('WebHook') when the organizer has no such webhook. */
  require(organizerId: number, webhookId: number, manager?: EntityManager): Promise<WebhookTarget>;
  /** Sends their fresh deliveries through the slow lane until then. */
  markSlow(ids: readonly number[], until: Date, manager: EntityManager): Promise<void>;
  /**
   * After a 410 from `answeredUrl`: disables the webhook if that is still its URL, with an audit entry.
   * @returns whether it did.
   */
  disableGone(webhookId: number, answeredUrl: string, manager: EntityManager): Promise<boolean>;
}
export const WebhookDirectory = Symbol('WebhookDirectory');
