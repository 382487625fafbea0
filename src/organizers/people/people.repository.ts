import type { Permission } from '@app/access';
import { TransactionRunner } from '@app/database';
import type { ListPart } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { PersonEntity } from './person.entity.js';
import { PersonRoleEntity } from './person-role.entity.js';
import type { Role } from './person.mapper.js';

export type NewPerson = Pick<PersonEntity, 'email' | 'name' | 'isAdministrator' | 'created'>;
type Listed = readonly [readonly PersonEntity[], number];

/** People and their roles as they are stored. Every method joins the ambient transaction. */
@Injectable()
export class PeopleRepository {
  /** Who was invited and has not come yet cannot, nor who is known by an identity provider that nobody is sent to. */
  private readonly canSignIn: string;

  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(Settings) { oidcIssuer }: Pick<Settings, 'oidcIssuer'>,
  ) {
    this.canSignIn =
      oidcIssuer === undefined
        ? 'p.password IS NOT NULL'
        : '(p.password IS NOT NULL OR p.subject IS NOT NULL)';
  }

  async find(id: number): Promise<PersonEntity | null> {
    return this.people.findOneBy({ id });
  }

  async findByEmail(email: string): Promise<PersonEntity | null> {
    return this.people.findOneBy({ email });
  }

  /** Nobody else changes the person, their roles, or signs them in, until the transaction ends. */
  async lock(id: number): Promise<PersonEntity | null> {
    return this.people.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async lockByEmail(email: string): Promise<PersonEntity | null> {
    return this.people.findOne({ where: { email }, lock: { mode: 'pessimistic_write' } });
  }

  async lockBySubject(subject: string): Promise<PersonEntity | null> {
    return this.people.findOne({ where: { subject }, lock: { mode: 'pessimistic_write' } });
  }

  /** Undefined, and nothing is stored, when the address is taken; one that is being taken is waited for. */
  async insert(person: NewPerson): Promise<PersonEntity | undefined> {
    const { raw } = await this.people
      .createQueryBuilder()
      .insert()
      .values(person)
      .orIgnore()
      .returning(['id'])
      .execute();
    const [row] = raw as readonly { readonly id: number }[];
    return row && { ...person, id: row.id, password: null, subject: null, lastSignIn: null };
  }

  async update(
    id: number,
    changes: Partial<Pick<PersonEntity, 'name' | 'isAdministrator' | 'password' | 'subject' | 'lastSignIn'>>,
  ): Promise<void> {
    await this.people.update({ id }, changes);
  }

  /** Deletes those of them that have no role and are no administrators; their sessions and links go with them. */
  async deleteWithoutRole(ids: readonly number[]): Promise<void> {
    await this.transactions.manager.query(
      `DELETE FROM people p WHERE id = ANY($1::bigint[]) AND NOT is_administrator
         AND NOT EXISTS (SELECT FROM person_roles r WHERE r.person_id = p.id)`,
      [ids],
    );
  }

  async isAnybodyThere(): Promise<boolean> {
    return this.people.exists();
  }

  /** Whether another administrator can sign in. */
  async isOtherAdministratorThere(personId: number): Promise<boolean> {
    return this.isThere(
      `SELECT FROM people p WHERE p.is_administrator AND p.id <> $1 AND ${this.canSignIn}`,
      [personId],
    );
  }

  /** Whether somebody else can sign in who may change the settings of the organizer. */
  async isOtherManagerThere(organizerId: number, personId: number): Promise<boolean> {
    return this.isThere(
      `SELECT FROM person_roles r JOIN people p ON p.id = r.person_id
       WHERE r.organizer_id = $1 AND r.person_id <> $2 AND 'can_change_organizer_settings' = ANY (r.permissions)
         AND ${this.canSignIn}`,
      [organizerId, personId],
    );
  }

  /** A part of the administrators by name, and how many there are. */
  async administrators({ offset, limit }: ListPart): Promise<Listed> {
    return this.people.findAndCount({
      where: { isAdministrator: true },
      order: { name: 'ASC', id: 'ASC' },
      skip: offset,
      take: limit,
    });
  }

  /** A part of those with a role in the organizer by name, and how many there are. */
  async ofOrganizer(organizerId: number, { offset, limit }: ListPart): Promise<Listed> {
    return this.people
      .createQueryBuilder('person')
      .innerJoin(PersonRoleEntity, 'role', 'role.personId = person.id')
      .where('role.organizerId = :organizerId', { organizerId })
      .orderBy({ 'person.name': 'ASC', 'person.id': 'ASC' })
      .offset(offset)
      .limit(limit)
      .getManyAndCount();
  }

  async rolesOf(personId: number): Promise<readonly Role[]> {
    return this.roles.findBy({ personId });
  }

  /** What these people may do in the organizer, by person; those without a role are absent. */
  async permissionsIn(
    organizerId: number,
    people: readonly PersonEntity[],
  ): Promise<ReadonlyMap<number, readonly Permission[]>> {
    const rows = await this.transactions.manager.query<{ id: number; permissions: Permission[] }[]>(
      `SELECT person_id AS id, permissions FROM person_roles
       WHERE organizer_id = $1 AND person_id = ANY($2::bigint[])`,
      [organizerId, people.map(({ id }) => id)],
    );
    return new Map(rows.map(({ id, permissions }) => [id, permissions]));
  }

  /** The role, new or changed. */
  async setRole(role: PersonRoleEntity): Promise<void> {
    await this.roles.upsert(role, ['personId', 'organizerId']);
  }

  async deleteRole(personId: number, organizerId: number): Promise<void> {
    await this.roles.delete({ personId, organizerId });
  }

  /** All roles in the organizer; answers who had one. */
  async deleteRolesIn(organizerId: number): Promise<readonly number[]> {
    const { raw } = await this.roles
      .createQueryBuilder()
      .delete()
      .where({ organizerId })
      .returning(['personId'])
      .execute();
    return (raw as readonly { readonly person_id: number }[]).map(({ person_id }) => person_id);
  }

  private async isThere(select: string, parameters: readonly number[]): Promise<boolean> {
    const found = await this.transactions.manager.query<unknown[]>(`${select} LIMIT 1`, [...parameters]);
    return found.length > 0;
  }

  private get people() {
    return this.transactions.manager.getRepository(PersonEntity);
  }

  private get roles() {
    return this.transactions.manager.getRepository(PersonRoleEntity);
  }
}
