import { maskUrl } from '@app/http-egress';
import type { AuditEntry } from '@contracts/organizers';
import type { WebhookConfiguration } from '../storage/stored-webhook.js';

export type AuditedChanges = AuditEntry['changes'];

type ShownFields = readonly (readonly [name: string, key: keyof WebhookConfiguration])[];

/** By the names of the API. */
const shownFields: ShownFields = [
  ['enabled', 'enabled'],
  ['target_url', 'targetUrl'],
  ['all_events', 'allEvents'],
  ['limit_events', 'limitEvents'],
  ['action_types', 'actionTypes'],
  ['comment', 'comment'],
];

/**
 * `{field: [old, new]}` of what differs, URLs masked: where only credentials differ, both sides look alike, and the
 * field is there all the same. Undefined: not there yet, or not any more.
 */
export function auditedChanges(
  before: WebhookConfiguration | undefined,
  after: WebhookConfiguration | undefined,
): AuditedChanges {
  const differing = shownFields.filter(
    ([, key]) => JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after?.[key] ?? null),
  );
  return Object.fromEntries(
    differing.map(([name, key]) => [name, [shown(before, key), shown(after, key)] as const]),
  );
}

function shown(webhook: WebhookConfiguration | undefined, key: keyof WebhookConfiguration): unknown {
  const value = webhook?.[key] ?? null;
  return key === 'targetUrl' && typeof value === 'string' ? maskUrl(value) : value;
}
