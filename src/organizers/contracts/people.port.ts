import type { OrganizerScope, Permission, Principal } from '@app/access';
import type { SignInLink } from './sign-in-link.js';

/** An account. */
export interface Person {
  readonly id: number;
  /** As it is compared: in lower case. */
  readonly email: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  /** False until they have used their first link. */
  readonly hasPassword: boolean;
  readonly created: Date;
  readonly lastSignIn: Date | null;
}

/** A person, and what they may do in one organizer. */
export interface Member extends Person {
  readonly permissions: readonly Permission[];
}

export interface Invitation {
  readonly email: string;
  readonly name: string;
}

export interface MemberInvitation extends Invitation {
  readonly permissions: readonly Permission[];
}

/** `link` is for a person who has no password yet, or no longer; undefined for one who signs in as ever. */
export interface Invited<Who extends Person> {
  readonly person: Who;
  readonly link: SignInLink | undefined;
}

export interface ListPart {
  readonly offset: number;
  readonly limit: number;
}

export interface PeoplePart<Who extends Person> {
  readonly people: readonly Who[];
  /** Of all. */
  readonly count: number;
}

/**
 * People and their roles. Who asks must be permitted `can_change_organizer_settings` in the organizer, or be an
 * administrator where there is none: every method but the lists throws PermissionDenied otherwise. Changes are in the
 * audit trail, and count at once in every process.
 */
export interface People {
  /** By name. */
  list(organizerId: number, part: ListPart): Promise<PeoplePart<Member>>;

  /** Undefined for a person without a role in the organizer. */
  find(organizerId: number, personId: number): Promise<Member | undefined>;

  /**
   * Gives a person their first role in the organizer, and an account where they have none. One that works for others
   * already loses its password and its sessions, unless it is an administrator's or known to an identity provider:
   * whoever invited the person there may know the one, or hold the others. @throws ValidationFailed: a wrong `email` or `name`, one who has a role here already, `permissions` that the
   * principal does not hold, an account that only an administrator may bring into another organizer
   */
  invite(
    organizer: OrganizerScope,
    invitation: MemberInvitation,
    principal: Principal,
  ): Promise<Invited<Member>>;

  /**
   * @throws ValidationFailed when `permissions` are added that the principal does not hold; LastManager when nobody else
   * could change the settings any more, unless the principal is an administrator; NotFound
   */
  changePermissions(
    organizer: OrganizerScope,
    personId: number,
    permissions: readonly Permission[],
    principal: Principal,
  ): Promise<Member>;

  /**
   * Takes the role away. An account without any role, that is no administrator's, ends with it.
   * @throws LastManager as above, NotFound
   */
  remove(organizer: OrganizerScope, personId: number, principal: Principal): Promise<void>;

  /**
   * A link by which a person chooses a new password, for 24 hours; earlier ones count no longer. The password and the
   * sessions stay until it is used. @throws PermissionDenied unless the principal is an administrator, or may do
   * all that the person may, and change the settings, in every organizer that the person has a role in; NotFound
   */
  createLink(personId: number, principal: Principal): Promise<SignInLink>;

  /** Whether `createLink` would be allowed. */
  mayCreateLink(personId: number, principal: Principal): Promise<boolean>;

  /** Everybody who may do everything, by name. */
  administrators(part: ListPart): Promise<PeoplePart<Person>>;

  /** Undefined for a person who is none. */
  findAdministrator(personId: number): Promise<Person | undefined>;

  /**
   * Makes an administrator, of a new account or of one that exists. That one loses its password and its sessions: whoever
   * invited the person first may know the one, or hold the others. The link is their way in. @throws ValidationFailed
   */
  inviteAdministrator(invitation: Invitation, principal: Principal): Promise<Invited<Person>>;

  /** The account stays as long as it has roles. @throws LastAdministrator, NotFound */
  removeAdministrator(personId: number, principal: Principal): Promise<void>;

  /** Whether `removeAdministrator` would find that another one can sign in, and so not throw LastAdministrator. */
  mayRemoveAdministrator(personId: number): Promise<boolean>;
}
export const People = Symbol('People');
