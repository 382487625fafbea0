import {
  isPermitted,
  mayEverything,
  type OrganizerScope,
  type Permission,
  type Principal,
} from '@app/access';
import { holdLock, TransactionRunner } from '@app/database';
import { type FieldErrors, NotFound, ValidationFailed } from '@app/rest';
import { type Invited, LastManager, type Member, type MemberInvitation } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { givingFault } from '../access/giving-permissions.js';
import { Accounts } from './accounts.service.js';
import { MemberTrail } from './member-trail.service.js';
import { PasswordLinks } from './password-links.service.js';
import { PeopleRepository } from './people.repository.js';
import type { PersonEntity } from './person.entity.js';
import { readPersonFields } from './person-fields.js';
import { inOrder, toMember } from './person.mapper.js';

const settings = 'can_change_organizer_settings';

interface LockedMember {
  readonly entity: PersonEntity;
  readonly permissions: readonly Permission[];
}

/** Gives people roles in an organizer, changes and takes them. Each change locks the person first. */
@Injectable()
export class Members {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly accounts: Accounts,
    private readonly links: PasswordLinks,
    private readonly trail: MemberTrail,
  ) {}

  /** @throws ValidationFailed */
  async invite(
    organizer: OrganizerScope,
    { permissions, ...invitation }: MemberInvitation,
    principal: Principal,
  ): Promise<Invited<Member>> {
    const { email, name, faults } = readPersonFields(invitation);
    refuse({ ...faults, ...permissionFaults(organizer, permissions, permissions, principal) });
    return this.transactions.run(async () => {
      const { person, isNew } = await this.accounts.obtain(email, name);
      if (!isNew) await this.requireJoinable(organizer, person, principal);
      const member = await this.setRole(organizer, person, permissions);
      await this.trail.invited(organizer, member, principal);
      if (isNew || isTheirOwn(person))
        return { person: member, link: await this.links.createForInvited(person, principal) };
      const link = await this.links.createAnew(person, principal);
      return { person: { ...member, hasPassword: false }, link };
    });
  }

  /** @throws ValidationFailed, NotFound, LastManager */
  async changePermissions(
    organizer: OrganizerScope,
    personId: number,
    permissions: readonly Permission[],
    principal: Principal,
  ): Promise<Member> {
    return this.transactions.run(async () => {
      const before = await this.lock(organizer, personId);
      const added = permissions.filter((permission) => !before.permissions.includes(permission));
      refuse(permissionFaults(organizer, permissions, added, principal));
      if (!permissions.includes(settings)) await this.requireOtherManager(organizer, before, principal);
      const after = await this.setRole(organizer, before.entity, permissions);
      await this.trail.changed(organizer, before.permissions, after, principal);
      return after;
    });
  }

  /** @throws NotFound, LastManager */
  async remove(organizer: OrganizerScope, personId: number, principal: Principal): Promise<void> {
    await this.transactions.run(async () => {
      const member = await this.lock(organizer, personId);
      const { entity, permissions } = member;
      await this.requireOtherManager(organizer, member, principal);
      await this.people.deleteRole(personId, organizer.id);
      await this.people.deleteWithoutRole([personId]);
      await this.trail.removed(organizer, toMember(entity, permissions), principal);
    });
  }

  private async setRole(
    organizer: OrganizerScope,
    person: PersonEntity,
    permissions: readonly Permission[],
  ): Promise<Member> {
    const given = [...inOrder(permissions)];
    await this.people.setRole({ personId: person.id, organizerId: organizer.id, permissions: given });
    return toMember(person, given);
  }

  private async lock(organizer: OrganizerScope, personId: number): Promise<LockedMember> {
    const entity = await this.people.lock(personId);
    const granted = entity && (await this.people.permissionsIn(organizer.id, [entity])).get(personId);
    if (!entity || !granted) throw new NotFound('Person');
    return { entity, permissions: granted };
  }

  /** Somebody stays who can give roles again, or else an administrator decides. @throws LastManager */
  private async requireOtherManager(
    { id }: OrganizerScope,
    { entity, permissions }: LockedMember,
    principal: Principal,
  ): Promise<void> {
    if (mayEverything(principal) || !permissions.includes(settings)) return;
    // Two who take it from each other at once take turns.
    await holdLock(`managers of ${id}`, this.transactions.manager);
    if (!(await this.people.isOtherManagerThere(id, entity.id))) throw new LastManager();
  }

  /**
   * Nobody checks that an address belongs to who was invited under it. So whoever made the account could act for it
   * wherever it is taken in: that is for those to decide who know the account already, or may everything. And it is made
   * anew by a link, which those alone get who may become the person.
   */
  private async requireJoinable(
    organizer: OrganizerScope,
    person: PersonEntity,
    principal: Principal,
  ): Promise<void> {
    const roles = await this.people.rolesOf(person.id);
    if (roles.some(({ organizerId }) => organizerId === organizer.id))
      refuse({ email: ['This person has a role here already.'] });
    const isKnown = roles.some(({ organizerId }) => isPermitted(principal, organizerId, settings));
    const isAllowed = isTheirOwn(person) ? isKnown : await this.links.isAllowed(person.id, principal);
    if (!isAllowed && !mayEverything(principal))
      refuse({ email: ['This person works for others already. An administrator can add them here.'] });
  }
}

/** Nobody who has invited them holds a way in: it ended when they became an administrator, or were recognised. */
function isTheirOwn({ isAdministrator, subject }: PersonEntity): boolean {
  return isAdministrator || subject !== null;
}

function permissionFaults(
  organizer: OrganizerScope,
  permissions: readonly Permission[],
  added: readonly Permission[],
  principal: Principal,
): FieldErrors {
  const fault =
    permissions.length === 0 ? 'Choose at least one.' : givingFault(organizer.id, added, principal);
  return fault === undefined ? {} : { permissions: [fault] };
}

/** @throws ValidationFailed where there are any */
function refuse(faults: FieldErrors): void {
  if (Object.keys(faults).length > 0) throw new ValidationFailed(faults);
}
