import type { StoredWebhook, WebhookConfiguration } from '../storage/stored-webhook.js';
import type { WebhookDto } from './webhook.dto.js';

export function toWebhookDto(webhook: StoredWebhook): WebhookDto {
  return { id: webhook.id, ...toWebhookFields(webhook) };
}

/** What organizers configure, by the names of the API. */
export function toWebhookFields(webhook: WebhookConfiguration): Omit<WebhookDto, 'id'> {
  return {
    enabled: webhook.enabled,
    target_url: webhook.targetUrl,
    all_events: webhook.allEvents,
    limit_events: webhook.limitEvents,
    action_types: webhook.actionTypes,
    comment: webhook.comment,
  };
}
