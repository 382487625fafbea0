import type { DroppedReason } from './dropped-reason.js';

/** A webhook as people see it in a list. */
export interface WebhookSummary {
  readonly id: number;
  readonly organizerId: number;
  readonly enabled: boolean;
  /** Credentials and the values of its query masked; null while its key is not there. */
  readonly shownUrl: string | null;
  /** Registered names, sorted; one whose vocabulary is no longer there stays. */
  readonly actionTypes: readonly string[];
  readonly allEvents: boolean;
  /** Slugs, sorted. */
  readonly limitEvents: readonly string[];
  readonly comment: string | null;
  /** Null while it is enabled. */
  readonly disabledAt: Date | null;
  /** Why what it was owed then was dropped. */
  readonly droppedReason: DroppedReason | null;
}

export interface WebhookOverviewQuery {
  /** Only those with larger ids. */
  readonly after: number;
  readonly limit: number;
  readonly enabled?: boolean;
}

/** Webhooks of an organizer, for pages. */
export interface WebhookOverview {
  /** In the order of their ids. One statement. */
  list(organizerId: number, query: WebhookOverviewQuery): Promise<readonly WebhookSummary[]>;
  /** By id, whosever they are; deleted ones are absent. One statement. */
  find(ids: readonly number[]): Promise<ReadonlyMap<number, WebhookSummary>>;
  /** @throws NotFound('WebHook') when the organizer has no such webhook */
  require(organizerId: number, webhookId: number): Promise<WebhookSummary>;
}
export const WebhookOverview = Symbol('WebhookOverview');
