import type { Session } from '@app/access';
import { TransactionRunner } from '@app/database';
import { NotFound, ValidationFailed } from '@app/rest';
import { changesBetween, type OwnAccount, type OwnSession, type Person } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { SessionsService } from '../sessions/sessions.service.js';
import { AccountTrail } from './account-trail.service.js';
import { PeopleRepository } from './people.repository.js';
import { nameFault } from './person-fields.js';
import { toPerson, toPrincipal } from './person.mapper.js';

/** What people see and change of themselves. */
@Injectable()
export class OwnAccountService implements OwnAccount {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly allSessions: SessionsService,
    private readonly trail: AccountTrail,
  ) {}

  async person({ personId }: Session): Promise<Person> {
    const person = await this.people.find(personId);
    if (!person) throw new NotFound('Person');
    return toPerson(person);
  }

  async sessions({ id, personId }: Session): Promise<readonly OwnSession[]> {
    const sessions = await this.allSessions.listOf(personId);
    return sessions.map((session) => ({ ...session, isThis: session.id === id }));
  }

  async rename({ personId }: Session, typed: string): Promise<void> {
    const name = typed.trim();
    const fault = nameFault(name);
    if (fault) throw new ValidationFailed({ name: [fault] });
    await this.transactions.run(async () => {
      const person = await this.people.lock(personId);
      if (!person) throw new NotFound('Person');
      if (person.name === name) return;
      await this.people.update(personId, { name });
      const changes = changesBetween({ name: person.name }, { name });
      await this.trail.append('renamed', personId, toPrincipal(person, []), changes);
    });
  }
}
