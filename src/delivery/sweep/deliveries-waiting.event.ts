/** Deliveries became due that nobody has leased: the sweep need not wait for its second. */
export class DeliveriesWaiting {
  static readonly eventName = 'delivery.deliveries-waiting';
}
