import { isPermitted, type Permission, permissions, type Principal } from '@app/access';

/** Those that a form has ticked; what is none is left out. */
export function readPermissions(form: URLSearchParams): readonly Permission[] {
  const ticked = form.getAll('permissions');
  return permissions.filter((name) => ticked.includes(name));
}

/** What the principal may do in the organizer, and so give to others. */
export const heldPermissions = (principal: Principal, organizerId: number): readonly Permission[] =>
  permissions.filter((name) => isPermitted(principal, organizerId, name));
