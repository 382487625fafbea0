import { type Permission, permissions, type Principal } from '@app/access';
import type { Member, Person } from '@contracts/organizers';
import type { PersonEntity } from './person.entity.js';

export interface Role {
  readonly organizerId: number;
  readonly permissions: readonly Permission[];
}

export function toPerson({ password, ...person }: PersonEntity): Person {
  const { id, email, name, isAdministrator, created, lastSignIn } = person;
  return { id, email, name, isAdministrator, hasPassword: password !== null, created, lastSignIn };
}

export function toMember(person: PersonEntity, granted: readonly Permission[]): Member {
  return { ...toPerson(person), permissions: inOrder(granted) };
}

/** Each once, in the order in which they are always shown. */
export function inOrder(granted: readonly Permission[]): readonly Permission[] {
  return permissions.filter((permission) => granted.includes(permission));
}

export function toPrincipal(
  { id, name, isAdministrator }: Pick<Person, 'id' | 'name' | 'isAdministrator'>,
  roles: readonly Role[],
): Principal {
  const grants = new Map(roles.map((role) => [role.organizerId, new Set(role.permissions)]));
  return { type: 'person', id, name, grants, isAdministrator };
}
