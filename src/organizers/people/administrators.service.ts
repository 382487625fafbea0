import type { Principal } from '@app/access';
import { holdLock, TransactionRunner } from '@app/database';
import { NotFound, ValidationFailed } from '@app/rest';
import { type Invitation, type Invited, LastAdministrator, type Person } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { Accounts } from './accounts.service.js';
import { AccountTrail } from './account-trail.service.js';
import { PasswordLinks } from './password-links.service.js';
import { PeopleRepository } from './people.repository.js';
import { readPersonFields } from './person-fields.js';
import { toPerson } from './person.mapper.js';

/** Makes people administrators, and ends that. There is always one, once there was. */
@Injectable()
export class Administrators {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly people: PeopleRepository,
    private readonly accounts: Accounts,
    private readonly links: PasswordLinks,
    private readonly trail: AccountTrail,
  ) {}

  /** @throws ValidationFailed */
  async invite(invitation: Invitation, principal: Principal): Promise<Invited<Person>> {
    const { email, name, faults } = readPersonFields(invitation);
    if (Object.keys(faults).length > 0) throw new ValidationFailed(faults);
    return this.transactions.run(async () => {
      const { person } = await this.accounts.obtain(email, name);
      if (person.isAdministrator)
        throw new ValidationFailed({ email: ['This person is an administrator already.'] });
      await this.people.update(person.id, { isAdministrator: true });
      await this.trail.append('administrator_added', person.id, principal, {
        email: [null, email],
        name: [null, person.name],
      });
      const link = await this.links.createAnew(person, principal);
      return { person: { ...toPerson(person), isAdministrator: true, hasPassword: false }, link };
    });
  }

  /** @throws LastAdministrator, NotFound */
  async remove(personId: number, principal: Principal): Promise<void> {
    await this.transactions.run(async (manager) => {
      await holdLock('administrators', manager);
      const person = await this.people.lock(personId);
      if (!person?.isAdministrator) throw new NotFound('Person');
      if (!(await this.people.isOtherAdministratorThere(personId))) throw new LastAdministrator();
      await this.people.update(personId, { isAdministrator: false });
      await this.people.deleteWithoutRole([personId]);
      await this.trail.append('administrator_removed', personId, principal, {
        email: [person.email, null],
        name: [person.name, null],
      });
    });
  }
}
