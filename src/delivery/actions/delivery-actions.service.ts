import { type EntityManager, TransactionRunner } from '@app/database';
import { Conflict } from '@app/rest';
import type {
  DeliveryActions,
  DeliveryActor,
  DueRetries,
  ResendCount,
  ResendProgress,
  ResendRange,
} from '@contracts/delivery';
import { WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { Resending } from '../resend/resending.service.js';
import { ResendingRepository } from '../resend/resending.repository.js';
import { WaitingRetries } from '../retry/waiting-retries.service.js';

/** Of what would be sent again: a page that asks first must not count for long. */
const mostCounted = 10_000;

/** Finds the webhook as the API's loader does, and hands it to the same services, each action in one transaction. */
@Injectable()
export class DeliveryActionsService implements DeliveryActions {
  constructor(
    private readonly resending: Resending,
    private readonly operations: ResendingRepository,
    private readonly retries: WaitingRetries,
    private readonly transactions: TransactionRunner,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
  ) {}

  async expedite(actor: DeliveryActor): Promise<number> {
    return this.ofEnabled(actor, async (webhook, manager) =>
      this.retries.expedite(webhook, actor.principal, manager),
    );
  }

  async drop(actor: DeliveryActor): Promise<number> {
    const webhook = await this.find(actor);
    return this.transactions.run((manager) => this.retries.drop(webhook, actor.principal, manager));
  }

  async resend(actor: DeliveryActor, deliveryId: number): Promise<void> {
    await this.ofEnabled(actor, async (webhook, manager) =>
      this.resending.resend(webhook, deliveryId, actor.principal, manager),
    );
  }

  async resendAll(actor: DeliveryActor, range: ResendRange): Promise<number> {
    return this.ofEnabled(actor, async (webhook, manager) =>
      this.resending.resendAll(webhook, { ...range, webhookId: webhook.id }, actor.principal, manager),
    );
  }

  async countResend(actor: DeliveryActor, range: ResendRange): Promise<ResendCount> {
    const webhook = await this.find(actor);
    const count = await this.transactions.run((manager) =>
      this.resending.count(webhook, { ...range, webhookId: webhook.id }, manager, mostCounted + 1),
    );
    return { count: Math.min(count, mostCounted), isExact: count <= mostCounted };
  }

  async recent(webhookId: number, since: Date): Promise<readonly ResendProgress[]> {
    return this.operations.recent(webhookId, since, this.transactions.manager);
  }

  async countDue(webhookId: number, at: Date): Promise<DueRetries> {
    return this.retries.countDue(webhookId, at, this.transactions.manager);
  }

  private async ofEnabled<Result>(
    actor: DeliveryActor,
    act: (webhook: WebhookTarget, manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    const webhook = await this.find(actor);
    if (!webhook.enabled) throw new Conflict('This webhook is disabled.');
    return this.transactions.run((manager) => act(webhook, manager));
  }

  private async find({ organizerId, webhookId }: DeliveryActor): Promise<WebhookTarget> {
    return this.webhooks.require(organizerId, webhookId);
  }
}
