import type { DroppedReason } from '@contracts/webhooks';
import type { OwedDelivery } from './owed-deliveries.port.js';

/** In the transaction that removes them from what is owed: they ended without a call. */
export class DeliveriesDropped {
  static readonly eventName = 'delivery.deliveries-dropped';
  constructor(
    readonly deliveries: readonly (OwedDelivery & { readonly reason: DroppedReason })[],
    readonly ended: Date,
  ) {}
}
