import type { OrganizerScope, Permission, Principal } from '@app/access';
import { TransactionRunner } from '@app/database';
import { type AuditedChanges, AuditTrail, changesBetween, type Member } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';

const shown = ({ email, name, permissions }: Member): object => ({ email, name, permissions });

/** Who got which role in an organizer, and from whom, in its audit trail. All in the ambient transaction. */
@Injectable()
export class MemberTrail {
  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    private readonly transactions: TransactionRunner,
  ) {}

  async invited(organizer: OrganizerScope, member: Member, principal: Principal): Promise<void> {
    await this.append('invited', organizer, member, principal, changesBetween({}, shown(member)));
  }

  /** Nothing, where they may do what they might do `before`. */
  async changed(
    organizer: OrganizerScope,
    before: readonly Permission[],
    member: Member,
    principal: Principal,
  ): Promise<void> {
    const changes = changesBetween({ permissions: before }, { permissions: member.permissions });
    if (Object.keys(changes).length > 0) await this.append('changed', organizer, member, principal, changes);
  }

  async removed(organizer: OrganizerScope, member: Member, principal: Principal): Promise<void> {
    await this.append('removed', organizer, member, principal, changesBetween(shown(member), {}));
  }

  private async append(
    action: string,
    organizer: OrganizerScope,
    { id }: Member,
    principal: Principal,
    changes: AuditedChanges,
  ): Promise<void> {
    const object = { type: 'person', id } as const;
    const entry = { organizerId: organizer.id, principal, object, changes };
    await this.transactions.run(async (manager) =>
      this.trail.append([{ ...entry, action: `doorbell.person.${action}` }], manager),
    );
  }
}
