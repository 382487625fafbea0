import type { Principal } from '@app/access';
import { Clock, type EntityManager } from '@app/database';
import { EventBus } from '@app/event-bus';
import { type AuditedChanges, AuditTrail } from '@contracts/organizers';
import { type DroppedReason, WebhookDeleted, WebhookDisabled } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import type { StoredWebhook, WebhookConfiguration } from '../storage/stored-webhook.js';
import { WebhooksRepository } from '../storage/webhooks.repository.js';
import { auditedChanges } from './audited-changes.js';

/** Who changes a webhook, in which transaction. */
export interface Actor {
  readonly principal: Principal;
  readonly manager: EntityManager;
}

export interface ChangeDetails {
  /** Of the new `limitEvents`; absent where those stay as they are. */
  readonly eventIds?: readonly number[];
  /** Why what is owed is dropped, should this disable the webhook. */
  readonly reason?: DroppedReason;
}

/** Every change of a webhook, whoever makes it: with its audit entry and its domain event, in one transaction. */
@Injectable()
export class WebhookChanges {
  constructor(
    private readonly repository: WebhooksRepository,
    private readonly bus: EventBus,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @param eventIds of `configuration.limitEvents` */
  async create(
    organizerId: number,
    configuration: WebhookConfiguration,
    eventIds: readonly number[],
    actor: Actor,
  ): Promise<StoredWebhook> {
    const created = this.clock.now();
    const webhook = await this.repository.insert(
      organizerId,
      configuration,
      eventIds,
      created,
      actor.manager,
    );
    await this.audit('pretix.webhook.created', webhook, auditedChanges(undefined, webhook), actor);
    return webhook;
  }

  /** Of a locked webhook. Disabling raises its generation, so that what it is owed is dropped by definition. */
  async apply(
    stored: StoredWebhook,
    next: WebhookConfiguration,
    { eventIds, reason = 'webhook_disabled' }: ChangeDetails,
    actor: Actor,
  ): Promise<StoredWebhook> {
    const changes = auditedChanges(stored, next);
    if (Object.keys(changes).length === 0) return stored;
    const isDisabled = stored.enabled && !next.enabled;
    const changed = await this.repository.update(
      stored,
      next,
      {
        ...(eventIds ? { eventIds } : {}),
        ...(isDisabled ? { disabling: { reason, at: this.clock.now() } } : {}),
      },
      actor.manager,
    );
    await this.audit('pretix.webhook.changed', changed, changes, actor);
    if (isDisabled) {
      await this.bus.publish(new WebhookDisabled(stored.organizerId, stored.id, reason), actor.manager);
    }
    return changed;
  }

  /** For good, of a locked webhook. */
  async remove(stored: StoredWebhook, actor: Actor): Promise<void> {
    await this.repository.remove(stored.id, actor.manager);
    await this.audit('pretix.webhook.deleted', stored, auditedChanges(stored, undefined), actor);
    await this.bus.publish(new WebhookDeleted(stored.organizerId, stored.id), actor.manager);
  }

  private async audit(
    action: string,
    { id, organizerId }: StoredWebhook,
    changes: AuditedChanges,
    { principal, manager }: Actor,
  ): Promise<void> {
    const object = { type: 'webhook', id } as const;
    await this.trail.append([{ organizerId, principal, action, object, changes }], manager);
  }
}
