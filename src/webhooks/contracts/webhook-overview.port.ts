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

export interface WebhookSearch {
  /** Only those with larger ids. */
  readonly after: number;
  /** So many are looked through. */
  readonly limit: number;
  readonly enabled?: boolean;
  /** In the masked URL, in names of action types, in events or in the comment; in any case. Every webhook has the empty one. */
  readonly text: string;
  /** Names of action types: who has one of them is found, whatever else it has. */
  readonly actionTypes: readonly string[];
}

export interface FoundWebhooks {
  /** In their order. */
  readonly ids: readonly number[];
  /** After which one to go on; undefined when all were looked through. */
  readonly next: number | undefined;
}

/** Webhooks of an organizer, for pages. */
export interface WebhookOverview {
  /** One statement; URLs are sealed, so those that nothing else speaks for are opened. */
  search(organizerId: number, search: WebhookSearch): Promise<FoundWebhooks>;
  /** By id, whosever they are; deleted ones are absent. One statement. */
  find(ids: readonly number[]): Promise<ReadonlyMap<number, WebhookSummary>>;
  /** @throws NotFound('WebHook') when the organizer has no such webhook */
  require(organizerId: number, webhookId: number): Promise<WebhookSummary>;
}
export const WebhookOverview = Symbol('WebhookOverview');
