import { Clock } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';
import { PeopleRepository } from './people.repository.js';
import type { PersonEntity } from './person.entity.js';

export interface Account {
  /** Locked until the transaction ends. */
  readonly person: PersonEntity;
  readonly isNew: boolean;
}

/** The account of an e-mail address: the one there is, or a new one. */
@Injectable()
export class Accounts {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly people: PeopleRepository,
  ) {}

  /** In the ambient transaction. The name of an account that exists stays as it is. */
  async obtain(email: string, name: string): Promise<Account> {
    const created = this.clock.now();
    for (;;) {
      const existing = await this.people.lockByEmail(email);
      if (existing) return { person: existing, isNew: false };
      const fields = { email, name, isAdministrator: false, created };
      const person = await this.people.insert(fields);
      // Otherwise another request has just created it, and may remove it again.
      if (person) return { person, isNew: true };
    }
  }
}
