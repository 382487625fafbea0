import { Inject, Injectable } from '@nestjs/common';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { DeliveryHistory } from '@contracts/delivery';
import { WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { type ResendOperation, ResendingRepository } from './resending.repository.js';

const stepSize = 1_000;
/** Clocks of two processes differ by less: what was tidied before an operation began is part of it. */
const clockMarginMs = 1_000;

/** Works off accepted resends, a step of each at a time, wherever they were left: each step is one transaction. */
@Injectable()
export class ResendOperations {
  constructor(
    private readonly repository: ResendingRepository,
    private readonly transactions: TransactionRunner,
    @Inject(DeliveryHistory) private readonly history: DeliveryHistory,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** A step of every open operation. @returns whether there is more to do at once */
  async work(): Promise<boolean> {
    let hasMore = false;
    for (let after = 0; ;) {
      const step = await this.transactions.runApart((manager) => this.step(after, manager));
      if (!step) return hasMore;
      hasMore ||= step.hasMore;
      after = step.id;
    }
  }

  private async step(
    after: number,
    manager: EntityManager,
  ): Promise<{ readonly id: number; readonly hasMore: boolean } | undefined> {
    const operation = await this.repository.next(after, manager);
    if (!operation) return undefined;
    const { id, webhook_id, generation } = operation;
    const webhook = (await this.webhooks.load([webhook_id], manager)).get(webhook_id);
    if (webhook?.enabled && webhook.generation === generation) {
      return { id, hasMore: await this.proceed(operation, webhook, manager) };
    }
    // Disabling drops what the webhook is owed, and so the rest of this.
    await this.repository.finish(operation, this.clock.now(), manager);
    return { id, hasMore: false };
  }

  private async proceed(
    operation: ResendOperation,
    webhook: WebhookTarget,
    manager: EntityManager,
  ): Promise<boolean> {
    const now = this.clock.now();
    if (!operation.ended_before && (await this.repository.isTidying(webhook.id, manager))) return false;
    const endedBefore = operation.ended_before ?? new Date(now.getTime() + clockMarginMs);
    const { since, until, state, after_recorded, after_id } = operation;
    const after = after_recorded && after_id ? { recorded: after_recorded, id: after_id } : null;
    const reopened = await this.history.reopenNext(
      { webhookId: webhook.id, since, until, state },
      { after, endedBefore, limit: stepSize },
      manager,
    );
    const { id: webhookId, organizerId, generation } = webhook;
    const owedTo = { webhookId, organizerId, generation, due: now, slow: true };
    await this.repository.insert(reopened, owedTo, manager);
    const step = { last: reopened.at(-1), count: reopened.length, endedBefore };
    await this.repository.proceed(operation, step, manager);
    if (reopened.length < stepSize) await this.repository.finish(operation, now, manager);
    return reopened.length === stepSize;
  }
}
