import { TransactionRunner } from '@app/database';
import { type CursorKey, NotFound } from '@app/rest';
import { OwedDeliveries } from '@contracts/delivery';
import type { DeliveriesOfNotification, DeliveryOfNotification } from '@contracts/events';
import type { DeliveryState } from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';
import { type Delivery, ofOwed, ofPast } from './delivery.js';
import type { DeliveryFilterDto } from './delivery.dto.js';
import { toDeliveryOfNotification } from './delivery.mapper.js';
import { inSnapshot } from './in-snapshot.js';
import { mergeNewest } from './merge-newest.js';
import { PastDeliveriesRepository } from './past-deliveries.repository.js';

export interface DeliveryQuery {
  readonly webhookId: number;
  readonly filter: DeliveryFilterDto;
  /** Only older ones than this. */
  readonly after: CursorKey | null;
  readonly limit: number;
}

/** What is owed and what was, as one list. All of a page is read from one snapshot: nothing moves meanwhile. */
@Injectable()
export class DeliverySearch implements DeliveriesOfNotification {
  constructor(
    private readonly past: PastDeliveriesRepository,
    private readonly transactions: TransactionRunner,
    @Inject(OwedDeliveries) private readonly owed: OwedDeliveries,
  ) {}

  /** Newest first by (recorded, id), each exactly once. */
  async search(query: DeliveryQuery): Promise<readonly Delivery[]> {
    const { state, ...range } = query.filter;
    const { webhookId, after, limit } = query;
    const past = { ...range, webhookId, after, limit };
    return inSnapshot(this.transactions, async (manager) => {
      const owed = isOneOf(state, 'pending', 'dropped') ? await this.searchOwed(query) : [];
      const called = isOneOf(state, 'succeeded', 'exhausted')
        ? await this.past.called(past, state && state === 'succeeded', manager)
        : [];
      const dropped = isOneOf(state, 'dropped') ? await this.past.dropped(past, manager) : [];
      const lists = [owed, called.map(ofPast), dropped.map(ofPast)];
      return mergeNewest(lists, ({ recorded, id }) => ({ time: recorded, id }), limit);
    });
  }

  /** @throws NotFound('Delivery') */
  async require(webhookId: number, deliveryId: number): Promise<Delivery> {
    const found = await inSnapshot(this.transactions, async (manager) => {
      const owed = (await this.owed.find([deliveryId])).get(deliveryId);
      if (owed) return owed.webhookId === webhookId ? ofOwed(owed) : undefined;
      const past = await this.past.find(webhookId, deliveryId, manager);
      return past && ofPast(past);
    });
    if (!found) throw new NotFound('Delivery');
    return found;
  }

  async find(notificationId: number): Promise<readonly DeliveryOfNotification[]> {
    const found = await inSnapshot(this.transactions, async (manager) => [
      ...(await this.owed.ofNotification(notificationId)).map(ofOwed),
      ...(await this.past.ofNotification(notificationId, manager)).map(ofPast),
    ]);
    return found.toSorted((a, b) => a.id - b.id).map(toDeliveryOfNotification);
  }

  private async searchOwed({
    webhookId,
    filter: { state, since, until },
    after,
    limit,
  }: DeliveryQuery): Promise<readonly Delivery[]> {
    const owed = await this.owed.search({
      webhookId,
      limit,
      ...(since ? { since } : {}),
      ...(until ? { until } : {}),
      ...(after ? { before: after } : {}),
      ...(state ? { dropped: state === 'dropped' } : {}),
    });
    return owed.map(ofOwed);
  }
}

/** Whether deliveries in one of these states are asked for. */
function isOneOf(wanted: DeliveryState | undefined, ...states: readonly DeliveryState[]): boolean {
  return wanted === undefined || states.includes(wanted);
}
