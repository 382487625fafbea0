import type { ReceiverHealth } from '@contracts/logs';
import type { WebhookSummary } from '@contracts/webhooks';

/** How a webhook does, in one word. `uncalled`: there is nothing in the log yet. */
export const webhookStates = ['working', 'failing', 'uncalled', 'disabled'] as const;
export type WebhookState = (typeof webhookStates)[number];

export function stateOf(
  { enabled }: Pick<WebhookSummary, 'enabled'>,
  { lastCall }: Pick<ReceiverHealth, 'lastCall'>,
): WebhookState {
  if (!enabled) return 'disabled';
  if (!lastCall) return 'uncalled';
  return lastCall.success ? 'working' : 'failing';
}
