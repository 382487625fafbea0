import { Clock, holdLock, TransactionRunner } from '@app/database';
import type { FieldErrors } from '@app/rest';
import { LinkInvalid, type LinkSignIn } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { AccountTrail } from '../people/account-trail.service.js';
import { readPersonFields } from '../people/person-fields.js';
import { PeopleRepository } from '../people/people.repository.js';
import type { PersonEntity } from '../people/person.entity.js';
import { toPrincipal } from '../people/person.mapper.js';
import type { SignInLinkEntity } from '../sign-in-links/sign-in-link.entity.js';

/** Whom a link is for. `faults`: what was entered wrong at the first sign-in. */
export interface LinkHolder {
  readonly email: string;
  readonly name: string;
  readonly faults: FieldErrors;
}

/** The people whom links are for: the first one does not exist until they use theirs. */
@Injectable()
export class LinkHolders {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly trail: AccountTrail,
  ) {}

  /** Undefined when the link counts no longer. */
  async find(link: SignInLinkEntity): Promise<PersonEntity | 'first' | undefined> {
    if (link.personId !== null) return (await this.people.find(link.personId)) ?? undefined;
    return (await this.people.isAnybodyThere()) ? undefined : 'first';
  }

  /** With what was entered, where the link is for nobody yet. */
  describe(found: PersonEntity | 'first', { email = '', name = '' }: Partial<LinkSignIn>): LinkHolder {
    if (found === 'first') return readPersonFields({ email, name });
    return { email: found.email, name: found.name, faults: {} };
  }

  /** The person, locked; the first one is made. In the ambient transaction. @throws LinkInvalid */
  async claim(link: SignInLinkEntity, { email, name }: LinkHolder): Promise<PersonEntity> {
    const person =
      link.personId === null ? await this.createFirst(email, name) : await this.people.lock(link.personId);
    if (!person) throw new LinkInvalid();
    return person;
  }

  private async createFirst(email: string, name: string): Promise<PersonEntity | undefined> {
    return this.transactions.run(async (manager) => {
      await holdLock('first person', manager);
      if (await this.people.isAnybodyThere()) return undefined;
      const fields = { email, name, isAdministrator: true, created: this.clock.now() };
      const person = await this.people.insert(fields);
      if (!person) return undefined;
      await this.trail.append('created', person.id, toPrincipal(person, []), {
        email: [null, email],
        name: [null, name],
        administrator: [null, true],
      });
      return person;
    });
  }
}
