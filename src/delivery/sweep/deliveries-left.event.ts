/** More was recorded than the queue had room for. */
export class DeliveriesLeft {
  static readonly eventName = 'delivery.deliveries-left';
}
