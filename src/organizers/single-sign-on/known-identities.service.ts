import { TransactionRunner } from '@app/database';
import { Injectable } from '@nestjs/common';
import { normalEmail } from '../people/email.js';
import { PeopleRepository } from '../people/people.repository.js';
import type { PersonEntity } from '../people/person.entity.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SignInLinks } from '../sign-in-links/sign-in-links.service.js';
import type { Identity } from './identity-provider.service.js';

/**
 * Finds people by who the identity provider says they are. The first time that is their e-mail address; from then on it
 * is the provider's own name for them, so that an address which is given to somebody else opens nothing.
 */
@Injectable()
export class KnownIdentities {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly links: SignInLinks,
    private readonly sessions: SessionsService,
  ) {}

  /** Runs `work` in a transaction, with the person locked; undefined where nobody has invited them. */
  async withPerson<Result>(
    { subject, email }: Identity,
    work: (person: PersonEntity | undefined) => Promise<Result>,
  ): Promise<Result> {
    return this.transactions.run(async () => {
      const known = await this.people.lockBySubject(subject);
      return work(known ?? (await this.recognise(subject, normalEmail(email ?? ''))));
    });
  }

  private async recognise(subject: string, email: string | undefined): Promise<PersonEntity | undefined> {
    const person = email === undefined ? null : await this.people.lockByEmail(email);
    if (!person || person.subject !== null) return undefined;
    // Whoever has invited them holds no way into the account any longer: a link, a password, a session.
    await this.people.update(person.id, { subject, password: null });
    await this.links.endOf(person.id);
    await this.sessions.endAllOf(person.id);
    return person;
  }
}
