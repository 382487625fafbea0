import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, TransactionRunner } from '@app/database';
import { DeliveryHistory } from '@contracts/delivery';
import { PresentWebhooks } from '@contracts/webhooks';
import { type FanOutPlace, FanOutsRepository, type OwedAtRecording } from './fan-outs.repository.js';
import type { LedgerEntry } from './ledger-entry.js';
import { OwedStatesRepository } from './owed-states.repository.js';

/** Some pages of the ledger, and where the next ones are. */
export interface LedgerPages {
  readonly entries: readonly LedgerEntry[];
  readonly next: FanOutPlace | undefined;
}

/** The state of every delivery that was ever owed, as long as the log is kept. */
@Injectable()
export class Ledger {
  constructor(
    private readonly fanOuts: FanOutsRepository,
    private readonly states: OwedStatesRepository,
    private readonly transactions: TransactionRunner,
    @Inject(DeliveryHistory) private readonly history: DeliveryHistory,
    @Inject(PresentWebhooks) private readonly webhooks: PresentWebhooks,
  ) {}

  /** Days to read between these moments, oldest first. */
  async days(since: Date, until: Date): Promise<readonly string[]> {
    return this.fanOuts.days(since, until);
  }

  /**
   * The entries of some pages, all of one moment: a delivery goes from one state to another in one transaction, so that
   * one which is in none of them, or in two, is not merely between them.
   */
  async read(place: FanOutPlace, days: readonly string[], since: Date): Promise<LedgerPages> {
    return this.transactions.runApart(async (manager) => {
      await manager.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const deliveries = await this.fanOuts.read(place, since, manager);
      const entries = await this.entriesOf(deliveries, since, manager);
      return { entries, next: await this.fanOuts.next(place, days, manager) };
    });
  }

  private async entriesOf(
    deliveries: readonly OwedAtRecording[],
    since: Date,
    manager: EntityManager,
  ): Promise<readonly LedgerEntry[]> {
    if (deliveries.length === 0) return [];
    const ids = deliveries.map(({ id }) => id);
    const owed = await this.states.of(ids, manager);
    const ends = await this.history.endsOf(ids, since, manager);
    const lost = deliveries.filter(({ id }) => !owed.has(id) && !ends.has(id));
    const present = await this.webhooks.among(
      lost.map(({ webhookId }) => webhookId),
      manager,
    );
    return deliveries.map((delivery) => {
      const states = [owed.get(delivery.id) ?? [], ends.get(delivery.id) ?? []].flat();
      if (states.length > 0 || present.has(delivery.webhookId)) return { delivery, states };
      return { delivery, states: ['webhook_deleted'] };
    });
  }
}
