import { TransactionRunner } from '@app/database';
import { type PasswordSignIn, type SignedIn, SignInRefused } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { Passwords } from '../passwords/passwords.service.js';
import { normalEmail } from '../people/email.js';
import { PeopleRepository } from '../people/people.repository.js';
import { AccountTrail } from '../people/account-trail.service.js';
import { Entry } from './entry.service.js';

/** Signs people in by e-mail address and password. Who is told "no" learns nothing, not by the time it takes either. */
@Injectable()
export class SignInByPassword {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly passwords: Passwords,
    private readonly entry: Entry,
    private readonly trail: AccountTrail,
  ) {}

  /** @throws SignInRefused */
  async enter({ email, password, address }: PasswordSignIn): Promise<SignedIn> {
    const person = await this.people.findByEmail(normalEmail(email) ?? '');
    if (!(await this.passwords.matches(password, person?.password))) {
      if (person) this.trail.noteFailure(person.id, address);
      throw new SignInRefused();
    }
    return this.transactions.run(async () => {
      // Another password may have been chosen meanwhile, which has ended all sessions.
      const now = await this.people.lock(person!.id);
      if (!now || now.password !== person!.password) throw new SignInRefused();
      return this.entry.open(now, address, 'password');
    });
  }
}
