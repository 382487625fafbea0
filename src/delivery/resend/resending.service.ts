import type { Principal } from '@app/access';
import { Clock, type EntityManager } from '@app/database';
import { EventBus } from '@app/event-bus';
import { Conflict, NotFound } from '@app/rest';
import { Inject, Injectable } from '@nestjs/common';
import { DeliveryHistory, type EndedRange } from '@contracts/delivery';
import { resendableDays } from '@contracts/events';
import { type AuditEntry, AuditTrail } from '@contracts/organizers';
import type { WebhookTarget } from '@contracts/webhooks';
import { DeliveriesWaiting } from '../sweep/deliveries-waiting.event.js';
import { ResendAccepted } from './resend-accepted.event.js';
import { ResendingRepository } from './resending.repository.js';

const resendableForMs = resendableDays * 24 * 60 * 60 * 1_000;

/** Sends again what has been sent, or was to be. */
@Injectable()
export class Resending {
  constructor(
    private readonly repository: ResendingRepository,
    private readonly bus: EventBus,
    @Inject(DeliveryHistory) private readonly history: DeliveryHistory,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The same delivery is called again, soon. @throws NotFound, or Conflict when it was recorded too long ago */
  async resend(
    webhook: WebhookTarget,
    deliveryId: number,
    principal: Principal,
    manager: EntityManager,
  ): Promise<void> {
    await this.owe(webhook, deliveryId, manager);
    const { organizerId } = webhook;
    const object = { type: 'delivery', id: deliveryId } as const;
    await this.record({ organizerId, principal, object, changes: {} }, manager);
    await this.bus.publish(new DeliveriesWaiting(), manager);
  }

  /**
   * Accepts to send all of the range again that was not recorded too long ago; answers how many. The rest is done in
   * steps, whatever restarts.
   */
  async resendAll(
    webhook: WebhookTarget,
    asked: EndedRange,
    principal: Principal,
    manager: EntityManager,
  ): Promise<number> {
    const { id, organizerId, generation } = webhook;
    const range = this.resendable(asked);
    const total = await this.count(webhook, range, manager);
    const accepted = this.clock.now();
    await this.repository.begin(range, { organizerId, generation, accepted, total }, manager);
    const changes = {
      since: [null, range.since.toISOString()],
      until: [null, range.until.toISOString()],
      state: [null, range.state],
      deliveries: [null, total],
    } as const;
    await this.record({ organizerId, principal, object: { type: 'webhook', id }, changes }, manager);
    await this.bus.publish(new ResendAccepted(), manager);
    return total;
  }

  /**
   * How many `resendAll` would send.
   * @param most no more than `most` are counted of each, what has ended and what was dropped; left out: all
   */
  async count(
    { generation }: WebhookTarget,
    asked: EndedRange,
    manager: EntityManager,
    most?: number,
  ): Promise<number> {
    const range = this.resendable(asked);
    return (
      (await this.history.count(range, manager, most)) +
      (await this.repository.countDropped(range, generation, manager, most))
    );
  }

  /** Of the range what can be sent again: the log may be kept for longer. */
  private resendable(range: EndedRange): EndedRange {
    const first = new Date(this.clock.now().getTime() - resendableForMs);
    return range.since < first ? { ...range, since: first } : range;
  }

  private async owe(webhook: WebhookTarget, deliveryId: number, manager: EntityManager): Promise<void> {
    const { id: webhookId, organizerId, generation, slowUntil } = webhook;
    const due = this.clock.now();
    const slow = slowUntil !== null && slowUntil > due;
    const owedTo = { webhookId, organizerId, generation, due, slow };
    if (await this.repository.renew(deliveryId, owedTo, manager)) return;
    const reopened = await this.history.reopen(webhookId, deliveryId, manager);
    if (!reopened) {
      // Somebody else may have reopened it since we looked.
      if (await this.repository.renew(deliveryId, owedTo, manager)) return;
      throw new NotFound('Delivery');
    }
    if (due.getTime() - reopened.recorded.getTime() > resendableForMs) {
      throw new Conflict(
        `This delivery can no longer be resent: it was recorded over ${resendableDays} days ago.`,
      );
    }
    await this.repository.insert([reopened], owedTo, manager);
  }

  private async record(entry: Omit<AuditEntry, 'action'>, manager: EntityManager): Promise<void> {
    await this.audit.append([{ ...entry, action: 'pretix.webhook.resent' }], manager);
  }
}
