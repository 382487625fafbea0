import type { OrganizerScope, Principal } from '@app/access';
import { Clock, TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { PermissionDenied } from '@app/rest';
import { AuditTrail, changesBetween, OrganizerDeleted } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { toOrganizerDto } from './organizer.mapper.js';
import { OrganizersRepository } from './organizers.repository.js';

/** Ends an organizer and, through OrganizerDeleted, what hangs on it: its tokens here, what it is owed elsewhere. */
@Injectable()
export class OrganizerDeletion {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    private readonly transactions: TransactionRunner,
    private readonly organizers: OrganizersRepository,
    private readonly bus: EventBus,
  ) {}

  /** @throws Conflict while something of it is still at work, PermissionDenied when it has just been deleted */
  async delete({ id, slug }: OrganizerScope, principal: Principal): Promise<void> {
    await this.transactions.run(async (manager) => {
      const organizer = await this.organizers.lock(slug);
      if (!organizer) throw new PermissionDenied();
      await this.organizers.update(id, { deleted: this.clock.now() });
      const changes = changesBetween(toOrganizerDto(organizer), {});
      const object = { type: 'organizer', id: slug } as const;
      await this.trail.append(
        [{ organizerId: id, principal, action: 'pretix.organizer.deleted', object, changes }],
        manager,
      );
      await this.bus.publish(new OrganizerDeleted(id, slug), manager);
    });
  }
}
