import type { Principal } from '@app/access';
import { type EntityManager, TransactionRunner } from '@app/database';
import { NotFound } from '@app/rest';
import { Injectable } from '@nestjs/common';
import { WebhookChanges } from '../change/webhook-changes.service.js';
import { EventLimits } from '../storage/event-limits.repository.js';
import type { StoredWebhook, WebhookConfiguration } from '../storage/stored-webhook.js';
import { WebhooksRepository } from '../storage/webhooks.repository.js';
import { WebhookInputChecker } from './webhook-input.checker.js';
import type { UpdateWebhookDto, WebhookInputDto } from './webhook-input.dto.js';

type Identity = Pick<StoredWebhook, 'id' | 'organizerId'>;

/** What a new webhook is where its creator says nothing; the required fields are overwritten. */
const unsent: WebhookConfiguration = {
  enabled: true,
  targetUrl: '',
  allEvents: true,
  limitEvents: [],
  actionTypes: [],
  comment: null,
};

/** What organizers do with their webhooks. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly repository: WebhooksRepository,
    private readonly limits: EventLimits,
    private readonly checker: WebhookInputChecker,
    private readonly changes: WebhookChanges,
  ) {}

  /** @throws ValidationFailed */
  async create(organizerId: number, input: WebhookInputDto, principal: Principal): Promise<StoredWebhook> {
    return this.transactions.run(async (manager) => {
      await this.limits.holdEvents(organizerId, manager);
      const { sent, eventIds = [] } = await this.checker.check(input, organizerId, manager);
      const configuration = { ...unsent, ...sent };
      this.checker.checkAgreement(configuration);
      await this.checker.checkRoom(organizerId, manager);
      return this.changes.create(organizerId, configuration, eventIds, { principal, manager });
    });
  }

  /** What is not sent stays; the outcome is judged as a whole. @throws ValidationFailed, NotFound */
  async update(identity: Identity, input: UpdateWebhookDto, principal: Principal): Promise<StoredWebhook> {
    const { organizerId } = identity;
    return this.transactions.run(async (manager) => {
      await this.limits.holdEvents(organizerId, manager);
      const stored = await this.lock(identity, manager);
      const { sent, eventIds } = await this.checker.check(input, organizerId, manager);
      const next = { ...stored, ...sent };
      this.checker.checkAgreement(next);
      return this.changes.apply(stored, next, eventIds ? { eventIds } : {}, { principal, manager });
    });
  }

  /** Nothing is sent to it any more, and what it is owed is dropped; it stays. @throws NotFound */
  async disable(identity: Identity, principal: Principal): Promise<void> {
    await this.transactions.run(async (manager) => {
      const stored = await this.lock(identity, manager);
      await this.changes.apply(stored, { ...stored, enabled: false }, {}, { principal, manager });
    });
  }

  /** It is no more, nor is what it was owed; its log stays until it expires. @throws NotFound */
  async remove(identity: Identity, principal: Principal): Promise<void> {
    await this.transactions.run(async (manager) => {
      const stored = await this.lock(identity, manager);
      await this.changes.remove(stored, { principal, manager });
    });
  }

  private async lock({ id, organizerId }: Identity, manager: EntityManager): Promise<StoredWebhook> {
    const stored = await this.repository.lock(id, manager);
    if (stored?.organizerId !== organizerId) throw new NotFound('WebHook');
    return stored;
  }
}
