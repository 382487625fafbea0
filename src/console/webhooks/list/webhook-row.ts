import type { RetryBacklog } from '@contracts/delivery';
import type { ReceiverHealth } from '@contracts/logs';
import type { WebhookSummary } from '@contracts/webhooks';
import type { WebhookState } from '../webhook-state.js';

/** Webhooks on a page. */
export const pageSize = 50;

/** A webhook and how it does. */
export interface WebhookRow {
  readonly webhook: WebhookSummary;
  readonly health: ReceiverHealth;
  readonly state: WebhookState;
  /** Undefined: nothing waits for a retry. */
  readonly backlog: RetryBacklog | undefined;
  /** Who disabled it, by name; undefined while it is enabled, or when it is not known. */
  readonly disabledBy: string | undefined;
}
