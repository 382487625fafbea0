/** A webhook was removed for good, with what it was owed. */
export class WebhookDeleted {
  static readonly eventName = 'webhooks.deleted';
  constructor(
    readonly organizerId: number,
    readonly webhookId: number,
  ) {}
}
