import type { MemberInvitation } from '@contracts/organizers';
import { textOf } from '../access/form.decorator.js';
import { readPermissions } from '../permissions/read-permissions.js';

export const emptyInvitation: MemberInvitation = { email: '', name: '', permissions: ['can_view_organizer'] };

/** As it was typed. */
export const readInvitation = (form: URLSearchParams): MemberInvitation => ({
  email: textOf(form, 'email'),
  name: textOf(form, 'name'),
  permissions: readPermissions(form),
});
