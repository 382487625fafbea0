import type { Principal } from '@app/access';
import { TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { Inject, Injectable } from '@nestjs/common';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import { AuditTrail } from '@contracts/organizers';

/** Test calls settle nothing: they are logged, and who made them. */
@Injectable()
export class TestCallLog {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
  ) {}

  /** @returns the id of the logged call */
  async write(call: SettledCall, principal: Principal): Promise<number> {
    const { organizerId, webhookId, notification } = call;
    return this.transactions.run(async (manager) => {
      const settled = new CallsSettled([call]);
      await this.bus.publish(settled, manager);
      const object = { type: 'webhook', id: webhookId } as const;
      const changes = { action_type: [null, notification.actionType] } as const;
      await this.audit.append(
        [{ organizerId, principal, action: 'pretix.webhook.tested', object, changes }],
        manager,
      );
      const id = settled.ids[0];
      if (id === undefined) throw new Error('Nobody has logged the test call.');
      return id;
    });
  }
}
