import { maskUrl } from '@app/http-egress';
import { type AuditedChanges, changesBetween } from '@contracts/organizers';
import { toWebhookFields } from '../configuration/webhook.mapper.js';
import type { WebhookConfiguration } from '../storage/stored-webhook.js';

/**
 * What differs, by the names of the API, URLs masked: where only credentials differ, both sides look alike, and the
 * field is there all the same. Undefined: not there yet, or not any more.
 */
export function auditedChanges(
  before: WebhookConfiguration | undefined,
  after: WebhookConfiguration | undefined,
): AuditedChanges {
  const { target_url: urls, ...changes } = changesBetween(
    before ? toWebhookFields(before) : {},
    after ? toWebhookFields(after) : {},
  );
  return urls ? { ...changes, target_url: [masked(urls[0]), masked(urls[1])] } : changes;
}

const masked = (url: unknown): string | null => (typeof url === 'string' ? maskUrl(url) : null);
