import { Inject, Injectable } from '@nestjs/common';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { AfterCommit, EventBus } from '@app/event-bus';
import { DeliveriesDropped } from '@contracts/delivery';
import { type DroppedReason, WebhookDeleted, WebhookDirectory, WebhookDisabled } from '@contracts/webhooks';
import { type OwedRow, toOwedDelivery } from '../owed/owed.repository.js';
import { DroppingRepository } from './dropping.repository.js';

/** So many rows in one transaction, never millions. */
const stepSize = 1_000;
/** Above every generation: nothing that a deleted webhook was owed is owed any more. */
const everyGeneration = 2_147_483_647;

/** Ends what is no longer owed, in steps; each step tells the log in the same transaction. */
@Injectable()
export class Dropping {
  constructor(
    private readonly repository: DroppingRepository,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

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

  @AfterCommit(WebhookDisabled)
  async tidyDisabled({ webhookId }: WebhookDisabled): Promise<void> {
    await this.tidy(webhookId);
  }

  @AfterCommit(WebhookDeleted)
  async tidyDeleted({ webhookId }: WebhookDeleted): Promise<void> {
    await this.tidy(webhookId);
  }

  /** Ends everything that the webhook was owed under older generations, but calls under way. */
  async tidy(webhookId: number): Promise<void> {
    const webhook = (await this.webhooks.load([webhookId])).get(webhookId);
    const reason = webhook
      ? ((webhook.droppedReason as DroppedReason | null) ?? 'webhook_disabled')
      : 'webhook_deleted';
    const generation = webhook?.generation ?? everyGeneration;
    await this.inSteps(
      (manager) => this.repository.removeStale(webhookId, generation, stepSize, manager),
      reason,
    );
  }

  /** Ends every waiting retry of the webhook; answers how many. */
  async dropRetries(webhookId: number): Promise<number> {
    const marked = await this.repository.markRetries(webhookId, this.transactions.manager);
    const removed = await this.inSteps(
      (manager) => this.repository.removeRetries(webhookId, stepSize, manager),
      'dropped',
    );
    return marked + removed;
  }

  private async inSteps(
    remove: (manager: EntityManager) => Promise<readonly OwedRow[]>,
    reason: DroppedReason,
  ): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.transactions.run(async (manager) => {
        const removed = await remove(manager);
        await this.publish(removed, () => reason, manager);
        return removed.length;
      });
      total += count;
      if (count < stepSize) return total;
    }
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
