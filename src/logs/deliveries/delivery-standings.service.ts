import { type EntityManager, TransactionRunner } from '@app/database';
import { OwedDeliveries } from '@contracts/delivery';
import type {
  DeliveryStanding,
  DeliveryStandings,
  PartOfStandings,
  RecordedNotification,
} from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';
import { type Delivery, ofOwed, ofPast } from './delivery.js';
import { inSnapshot } from './in-snapshot.js';
import { PastDeliveriesRepository } from './past-deliveries.repository.js';

/** How deliveries of a notification stand, as pages show them: of all only the ids are read. */
@Injectable()
export class DeliveryStandingsService implements DeliveryStandings {
  constructor(
    private readonly past: PastDeliveriesRepository,
    private readonly transactions: TransactionRunner,
    @Inject(OwedDeliveries) private readonly owed: OwedDeliveries,
  ) {}

  async ofNotification(
    { id, recorded }: RecordedNotification,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<PartOfStandings> {
    return inSnapshot(this.transactions, async (manager) => {
      const owed = await this.owed.idsOfNotification(id);
      const ids = [...owed, ...(await this.past.idsOfNotification(id, recorded, manager))];
      const part = ids.toSorted((a, b) => a - b).slice(offset, offset + limit);
      return { deliveries: await this.load(part, recorded, manager), count: ids.length };
    });
  }

  async find(
    { id, recorded }: RecordedNotification,
    deliveryId: number,
  ): Promise<DeliveryStanding | undefined> {
    const [found] = await inSnapshot(this.transactions, (manager) =>
      this.load([deliveryId], recorded, manager),
    );
    return found?.notificationId === id ? found : undefined;
  }

  /** In the order of their ids. */
  private async load(
    ids: readonly number[],
    recorded: Date,
    manager: EntityManager,
  ): Promise<readonly Delivery[]> {
    const owed = [...(await this.owed.find(ids)).values()].map(ofOwed);
    const past = (await this.past.load(ids, recorded, manager)).map(ofPast);
    return [...owed, ...past].toSorted((a, b) => a.id - b.id);
  }
}
