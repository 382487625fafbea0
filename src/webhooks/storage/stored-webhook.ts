/** What is configured of a webhook; its URL in clear. Lists are sorted by code point and hold nothing twice. */
export interface WebhookConfiguration {
  readonly enabled: boolean;
  readonly targetUrl: string;
  readonly allEvents: boolean;
  /** Slugs. */
  readonly limitEvents: readonly string[];
  readonly actionTypes: readonly string[];
  readonly comment: string | null;
}

export interface StoredWebhook extends WebhookConfiguration {
  readonly id: number;
  readonly organizerId: number;
  readonly generation: number;
}

/** Sorted by code point, as PostgreSQL's "C" collation does it, without doubles. */
export function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
