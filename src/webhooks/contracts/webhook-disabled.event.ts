import type { DroppedReason } from './dropped-reason.js';

/** A webhook was disabled: its generation was raised, and what it was owed is dropped. */
export class WebhookDisabled {
  static readonly eventName = 'webhooks.disabled';
  constructor(
    readonly organizerId: number,
    readonly webhookId: number,
    readonly reason: DroppedReason,
  ) {}
}
