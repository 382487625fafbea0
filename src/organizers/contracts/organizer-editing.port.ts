import type { OrganizerScope, Principal } from '@app/access';

/** The fields of an organizer by the names of the API; what is absent stays as it is. */
export type OrganizerFields = Readonly<Record<string, unknown>>;

/**
 * What the API does to organizers, for pages: the same checks, the same entries in the audit trail. Whoever calls it has
 * asked whether the principal may.
 */
export interface OrganizerEditing {
  /** The slug of the new organizer. @throws ValidationFailed */
  create(fields: OrganizerFields, principal: Principal): Promise<string>;
  /** @throws ValidationFailed */
  update(organizer: OrganizerScope, fields: OrganizerFields, principal: Principal): Promise<void>;
}
export const OrganizerEditing = Symbol('OrganizerEditing');
