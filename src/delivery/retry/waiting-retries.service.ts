import type { Principal } from '@app/access';
import { Clock, type EntityManager } from '@app/database';
import { EventBus } from '@app/event-bus';
import { Inject, Injectable } from '@nestjs/common';
import type { DueRetries } from '@contracts/delivery';
import { AuditTrail } from '@contracts/organizers';
import type { WebhookTarget } from '@contracts/webhooks';
import { DroppingRepository } from '../drop/dropping.repository.js';
import { RetriesDropped } from '../drop/retries-dropped.event.js';
import { DeliveriesWaiting } from '../sweep/deliveries-waiting.event.js';
import { WaitingRetriesRepository } from './waiting-retries.repository.js';

/** What people do about the retries that a webhook waits for. */
@Injectable()
export class WaitingRetries {
  constructor(
    private readonly repository: WaitingRetriesRepository,
    private readonly tidying: DroppingRepository,
    private readonly bus: EventBus,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** All waiting retries are called now; a renewed failure goes on with its next wait. Answers how many. */
  async expedite(webhook: WebhookTarget, principal: Principal, manager: EntityManager): Promise<number> {
    const count = await this.repository.expedite(retriesOf(webhook), this.clock.now(), manager);
    await this.record('pretix.webhook.retries.expedited', webhook, count, { principal, manager });
    await this.bus.publish(new DeliveriesWaiting(), manager);
    return count;
  }

  /** How many that were due at this moment have not been called since. */
  async countDue(webhookId: number, at: Date, manager: EntityManager): Promise<DueRetries> {
    return this.repository.countDue(webhookId, at, manager);
  }

  /** No waiting retry is called, ever. Answers how many. */
  async drop(webhook: WebhookTarget, principal: Principal, manager: EntityManager): Promise<number> {
    const count = await this.repository.drop(retriesOf(webhook), manager);
    await this.tidying.request(webhook.id, manager);
    await this.record('pretix.webhook.retries.dropped', webhook, count, { principal, manager });
    await this.bus.publish(new RetriesDropped(webhook.id), manager);
    return count;
  }

  private async record(
    action: string,
    { id, organizerId }: WebhookTarget,
    count: number,
    { principal, manager }: { readonly principal: Principal; readonly manager: EntityManager },
  ): Promise<void> {
    await this.audit.append(
      [
        {
          organizerId,
          principal,
          action,
          object: { type: 'webhook', id },
          changes: { deliveries: [null, count] },
        },
      ],
      manager,
    );
  }
}

const retriesOf = ({ id, generation }: WebhookTarget) => ({ webhookId: id, generation });
