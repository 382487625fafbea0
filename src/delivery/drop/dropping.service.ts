import { Inject, Injectable } from '@nestjs/common';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { EventBus, InTransaction } from '@app/event-bus';
import { DeliveriesDropped } from '@contracts/delivery';
import { type DroppedReason, WebhookDeleted, WebhookDirectory, WebhookDisabled } from '@contracts/webhooks';
import { droppedByDefinition, owedFromGeneration, type OwedRow, toOwedDelivery } from '../owed/owed-row.js';
import { DroppingRepository } from './dropping.repository.js';

/** So many rows in one transaction, never millions. */
const stepSize = 1_000;

/**
 * Ends what is no longer owed, in steps; each step tells the log in the same transaction. That there is something to
 * tidy is written with what made it so, and worked off by whoever makes calls, whatever has stopped in between.
 */
@Injectable()
export class Dropping {
  constructor(
    private readonly repository: DroppingRepository,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @InTransaction(WebhookDisabled)
  async requestOfDisabled({ webhookId }: WebhookDisabled, manager: EntityManager): Promise<void> {
    await this.repository.request(webhookId, manager);
  }

  @InTransaction(WebhookDeleted)
  async requestOfDeleted({ webhookId }: WebhookDeleted, manager: EntityManager): Promise<void> {
    await this.repository.request(webhookId, manager);
  }

  /** What a batch was found to hold, but is dropped by definition. */
  async dropLeased(
    dropped: readonly { readonly row: OwedRow; readonly reason: DroppedReason }[],
  ): Promise<void> {
    if (dropped.length === 0) return;
    const reasons = new Map(dropped.map(({ row, reason }) => [row.id, reason]));
    await this.transactions.runApart(async (manager) => {
      const removed = await this.repository.removeLeased(
        dropped.map(({ row }) => row),
        manager,
      );
      await this.publish(removed, (row) => reasons.get(row.id)!, manager);
    });
  }

  /** Ends all that is no longer owed to any webhook, but what a process holds: that is looked at again. */
  async tidy(): Promise<void> {
    let after: number | undefined = 0;
    while (after !== undefined) after = await this.tidyStep(after);
  }

  /** @returns after which webhook to go on; undefined: there is none left */
  private async tidyStep(after: number): Promise<number | undefined> {
    return this.transactions.runApart(async (manager) => {
      const webhookId = await this.repository.next(after, manager);
      if (webhookId === undefined) return undefined;
      const webhook = (await this.webhooks.load([webhookId], manager)).get(webhookId);
      const fromGeneration = owedFromGeneration(webhook);
      const removed = await this.repository.removeStep(webhookId, fromGeneration, stepSize, manager);
      await this.publish(removed, (row) => droppedByDefinition(row, webhook)!, manager);
      if (removed.length === stepSize) return webhookId - 1;
      if (await this.repository.isTidy(webhookId, fromGeneration, manager)) {
        await this.repository.finish(webhookId, manager);
      }
      return webhookId;
    });
  }

  private async publish(
    rows: readonly OwedRow[],
    reasonOf: (row: OwedRow) => DroppedReason,
    manager: EntityManager,
  ): Promise<void> {
    if (rows.length === 0) return;
    const dropped = rows.map((row) => ({ ...toOwedDelivery(row, undefined), reason: reasonOf(row) }));
    await this.bus.publish(new DeliveriesDropped(dropped, this.clock.now()), manager);
  }
}
