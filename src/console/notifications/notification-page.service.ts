import { type NotificationDetails, NotificationLookup } from '@contracts/events';
import { CallHistory, DeliveryStandings } from '@contracts/logs';
import { WebhookOverview } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { type ListPlace, partOf, placeOf } from '../layout/list-part.js';
import type { ShownDelivery } from './shown-delivery.js';

export interface ShownNotification {
  readonly notification: NotificationDetails;
  readonly deliveries: readonly ShownDelivery[];
  readonly place: ListPlace;
}

/** A notification with a part of those it is owed to. */
@Injectable()
export class NotificationPageService {
  constructor(
    @Inject(NotificationLookup) private readonly notifications: NotificationLookup,
    @Inject(DeliveryStandings) private readonly standings: DeliveryStandings,
    @Inject(CallHistory) private readonly history: CallHistory,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
  ) {}

  /** @throws NotFound('Notification') */
  async require(organizerId: number, id: number, page: number): Promise<ShownNotification> {
    const notification = await this.notifications.require(organizerId, id);
    const { deliveries: standings, count } = await this.standings.ofNotification(notification, partOf(page));
    const [webhooks, lastCalls] = await Promise.all([
      this.webhooks.find(standings.map(({ webhookId }) => webhookId)),
      this.history.lastOf(
        standings.map((standing) => standing.id),
        notification.recorded,
      ),
    ]);
    const deliveries = standings.map((standing) => ({
      standing,
      webhook: webhooks.get(standing.webhookId),
      lastCall: lastCalls.get(standing.id),
    }));
    return { notification, deliveries, place: placeOf(page, count) };
  }
}
