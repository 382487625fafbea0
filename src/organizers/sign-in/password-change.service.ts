import type { Session } from '@app/access';
import { TransactionRunner } from '@app/database';
import { ValidationFailed } from '@app/rest';
import type { PasswordChange, SignedIn } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { passwordFault } from '../passwords/password-rules.js';
import { Passwords } from '../passwords/passwords.service.js';
import { PeopleRepository } from '../people/people.repository.js';
import { AccountTrail } from '../people/account-trail.service.js';
import { Entry } from './entry.service.js';

const currentPasswordWrong = (): ValidationFailed =>
  new ValidationFailed({ current: ['This is not your password.'] });

/** Lets people who are signed in choose another password. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly passwords: Passwords,
    private readonly entry: Entry,
    private readonly trail: AccountTrail,
  ) {}

  /** @throws ValidationFailed */
  async change(session: Session, { current, password, address }: PasswordChange): Promise<SignedIn> {
    const { personId } = session;
    const person = await this.people.find(personId);
    if (!(await this.passwords.matches(current, person?.password))) {
      if (person) this.trail.noteFailure(personId, address);
      throw currentPasswordWrong();
    }
    const fault = passwordFault(password, session);
    if (fault) throw new ValidationFailed({ password: [fault] });
    const hash = await this.passwords.hash(password);
    return this.transactions.run(async () => {
      const now = await this.people.lock(personId);
      if (!now || now.password !== person!.password) throw currentPasswordWrong();
      await this.entry.replacePassword(now, hash);
      return this.entry.open(now, address, 'password');
    });
  }
}
