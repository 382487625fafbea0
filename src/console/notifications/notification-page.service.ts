import { type NotificationDetails, NotificationLookup } from '@contracts/events';
import { CallHistory, DeliveryStandings, type LoggedCall } from '@contracts/logs';
import { WebhookOverview } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { type ListPlace, partOf, placeOf } from '../layout/list-part.js';
import type { ShownDelivery } from './shown-delivery.js';

/** As many as a page of deliveries can have had in their rounds. */
const mostCalls = 1_000;

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
    const [all, calls] = await Promise.all([
      this.standings.ofNotification(id),
      this.history.ofNotification(organizerId, id, mostCalls),
    ]);
    const { offset, limit } = partOf(page);
    const standings = all.slice(offset, offset + limit);
    const webhooks = await this.webhooks.find(standings.map(({ webhookId }) => webhookId));
    const lastCalls = lastByDelivery(calls);
    const deliveries = standings.map((standing) => ({
      standing,
      webhook: webhooks.get(standing.webhookId),
      lastCall: lastCalls.get(standing.id),
    }));
    return { notification, deliveries, place: placeOf(page, all.length) };
  }
}

/** @param calls newest first */
function lastByDelivery(calls: readonly LoggedCall[]): ReadonlyMap<number | null, LoggedCall> {
  return new Map(calls.toReversed().map((call) => [call.deliveryId, call]));
}
