/** A resend of many was accepted; it is worked off in steps. */
export class ResendAccepted {
  static readonly eventName = 'delivery.resend-accepted';
}
