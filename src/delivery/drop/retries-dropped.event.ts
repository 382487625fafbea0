/** Somebody asked that no waiting retry of the webhook be sent. */
export class RetriesDropped {
  static readonly eventName = 'delivery.retries-dropped';
  constructor(readonly webhookId: number) {}
}
