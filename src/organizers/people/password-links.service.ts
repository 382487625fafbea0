import { isPermitted, mayEverything, type Principal } from '@app/access';
import { TransactionRunner } from '@app/database';
import { NotFound, PermissionDenied } from '@app/rest';
import type { SignInLink } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { SessionsService } from '../sessions/sessions.service.js';
import { SignInLinks } from '../sign-in-links/sign-in-links.service.js';
import { AccountTrail } from './account-trail.service.js';
import { PeopleRepository } from './people.repository.js';
import type { PersonEntity } from './person.entity.js';
import type { Role } from './person.mapper.js';

/** Links by which people choose a password. Who holds one can become the person, so nobody makes one to gain by it. */
@Injectable()
export class PasswordLinks {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly links: SignInLinks,
    private readonly trail: AccountTrail,
    private readonly sessions: SessionsService,
  ) {}

  async isAllowed(personId: number, principal: Principal): Promise<boolean> {
    const person = await this.people.find(personId);
    return person !== null && this.mayBecome(person, principal);
  }

  /** @throws PermissionDenied, NotFound */
  async create(personId: number, principal: Principal): Promise<SignInLink> {
    return this.transactions.run(async () => {
      const person = await this.people.lock(personId);
      if (!person) throw new NotFound('Person');
      if (!(await this.mayBecome(person, principal))) throw new PermissionDenied();
      return this.createFor(personId, person.password === null ? 'invitation' : 'reset', principal);
    });
  }

  /** For a person who was just invited, and is locked; undefined for one who needs none, or is more than the principal. */
  async createForInvited(person: PersonEntity, principal: Principal): Promise<SignInLink | undefined> {
    if (person.password !== null || !(await this.mayBecome(person, principal))) return undefined;
    return this.createFor(person.id, 'invitation', principal);
  }

  /**
   * For a person who is to be more than they were, and is locked: whoever made the account may know its password, or be
   * signed in. So both end, and the link is the one way in again, but for an identity provider.
   */
  async createAnew(person: PersonEntity, principal: Principal): Promise<SignInLink> {
    await this.people.update(person.id, { password: null });
    await this.sessions.endAllOf(person.id);
    return this.createFor(person.id, 'invitation', principal);
  }

  private async createFor(
    personId: number,
    purpose: 'invitation' | 'reset',
    principal: Principal,
  ): Promise<SignInLink> {
    const link = await this.links.createFor(personId, purpose);
    await this.trail.append('link_created', personId, principal, {
      expires: [null, link.expires.toISOString()],
    });
    return link;
  }

  private async mayBecome(person: PersonEntity, principal: Principal): Promise<boolean> {
    if (mayEverything(principal)) return true;
    // Who is known to an identity provider has made the account theirs.
    if (person.isAdministrator || person.subject !== null) return false;
    const roles = await this.people.rolesOf(person.id);
    return roles.length > 0 && roles.every((role) => holds(principal, role));
  }
}

function holds(principal: Principal, { organizerId, permissions }: Role): boolean {
  return (['can_change_organizer_settings', ...permissions] as const).every((permission) =>
    isPermitted(principal, organizerId, permission),
  );
}
