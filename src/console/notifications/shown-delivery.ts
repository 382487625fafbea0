import type { DeliveryStanding, LoggedCall } from '@contracts/logs';
import type { WebhookSummary } from '@contracts/webhooks';

/** A delivery of the notification, with what people want to know of it. */
export interface ShownDelivery {
  readonly standing: DeliveryStanding;
  /** Undefined: it was deleted. */
  readonly webhook: WebhookSummary | undefined;
  /** Undefined: there was none, or it is not among the last that are shown. */
  readonly lastCall: LoggedCall | undefined;
}
