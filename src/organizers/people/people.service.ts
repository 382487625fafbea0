import {
  isPermitted,
  mayEverything,
  type OrganizerScope,
  type Permission,
  type Principal,
} from '@app/access';
import type { EntityManager } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { PermissionDenied } from '@app/rest';
import {
  type Invitation,
  type Invited,
  type ListPart,
  type Member,
  type MemberInvitation,
  OrganizerDeleted,
  type People,
  type PeoplePart,
  type Person,
  type SignInLink,
} from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { Administrators } from './administrators.service.js';
import { Members } from './members.service.js';
import { PasswordLinks } from './password-links.service.js';
import { PeopleRepository } from './people.repository.js';
import { toMember, toPerson } from './person.mapper.js';

/** The one door to people, where it is asked whether the principal may. */
@Injectable()
export class PeopleService implements People {
  constructor(
    private readonly people: PeopleRepository,
    private readonly members: Members,
    private readonly admins: Administrators,
    private readonly links: PasswordLinks,
  ) {}

  async list(organizerId: number, part: ListPart): Promise<PeoplePart<Member>> {
    const [people, count] = await this.people.ofOrganizer(organizerId, part);
    const granted = await this.people.permissionsIn(organizerId, people);
    return { people: people.map((person) => toMember(person, granted.get(person.id) ?? [])), count };
  }

  async find(organizerId: number, personId: number): Promise<Member | undefined> {
    const person = await this.people.find(personId);
    if (!person) return undefined;
    const permissions = (await this.people.permissionsIn(organizerId, [person])).get(personId);
    return permissions && toMember(person, permissions);
  }

  async invite(
    organizer: OrganizerScope,
    invitation: MemberInvitation,
    principal: Principal,
  ): Promise<Invited<Member>> {
    requireSettings(organizer, principal);
    return this.members.invite(organizer, invitation, principal);
  }

  async changePermissions(
    organizer: OrganizerScope,
    personId: number,
    permissions: readonly Permission[],
    principal: Principal,
  ): Promise<Member> {
    requireSettings(organizer, principal);
    return this.members.changePermissions(organizer, personId, permissions, principal);
  }

  async remove(organizer: OrganizerScope, personId: number, principal: Principal): Promise<void> {
    requireSettings(organizer, principal);
    await this.members.remove(organizer, personId, principal);
  }

  async createLink(personId: number, principal: Principal): Promise<SignInLink> {
    return this.links.create(personId, principal);
  }

  async mayCreateLink(personId: number, principal: Principal): Promise<boolean> {
    return this.links.isAllowed(personId, principal);
  }

  async administrators(part: ListPart): Promise<PeoplePart<Person>> {
    const [people, count] = await this.people.administrators(part);
    return { people: people.map(toPerson), count };
  }

  async findAdministrator(personId: number): Promise<Person | undefined> {
    const person = await this.people.find(personId);
    return person?.isAdministrator ? toPerson(person) : undefined;
  }

  async inviteAdministrator(invitation: Invitation, principal: Principal): Promise<Invited<Person>> {
    requireEverything(principal);
    return this.admins.invite(invitation, principal);
  }

  async removeAdministrator(personId: number, principal: Principal): Promise<void> {
    requireEverything(principal);
    await this.admins.remove(personId, principal);
  }

  async mayRemoveAdministrator(personId: number): Promise<boolean> {
    return this.people.isOtherAdministratorThere(personId);
  }

  /** Whoever worked for it alone has no account any more. */
  @InTransaction(OrganizerDeleted)
  async endWithOrganizer({ organizerId }: OrganizerDeleted, _manager: EntityManager): Promise<void> {
    await this.people.deleteWithoutRole(await this.people.deleteRolesIn(organizerId));
  }
}

/** @throws PermissionDenied */
function requireSettings({ id }: OrganizerScope, principal: Principal): void {
  if (!isPermitted(principal, id, 'can_change_organizer_settings')) throw new PermissionDenied();
}

/** @throws PermissionDenied */
function requireEverything(principal: Principal): void {
  if (!mayEverything(principal)) throw new PermissionDenied();
}
