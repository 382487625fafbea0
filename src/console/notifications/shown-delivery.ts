import type { DeliveryStanding, LoggedCall } from '@contracts/logs';
import type { WebhookSummary } from '@contracts/webhooks';

/** A delivery of the notification, with what people want to know of it. */
export interface ShownDelivery {
  readonly standing: DeliveryStanding;
  /** Undefined: it was deleted. */
  readonly webhook: WebhookSummary | undefined;
  /** Undefined: there was none, or the log keeps it no longer. */
  readonly lastCall: LoggedCall | undefined;
}
