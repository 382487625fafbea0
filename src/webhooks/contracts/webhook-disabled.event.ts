export const droppedReasons = ['webhook_disabled', 'gone', 'dropped', 'webhook_deleted'] as const;
export type DroppedReason = (typeof droppedReasons)[number];

/** A webhook was disabled: its generation was raised, and what it was owed is dropped. */
export class WebhookDisabled {
  static readonly eventName = 'webhooks.disabled';
  constructor(
    readonly organizerId: number,
    readonly webhookId: number,
    readonly reason: DroppedReason,
  ) {}
}

/** A webhook was removed for good, with what it was owed. */
export class WebhookDeleted {
  static readonly eventName = 'webhooks.deleted';
  constructor(
    readonly organizerId: number,
    readonly webhookId: number,
  ) {}
}
