import type { Permission } from '@app/access';
import type { FieldErrors } from '@app/rest';
import type { ApiTokenFields } from '@contracts/organizers';
import { textOf } from '../access/form.decorator.js';
import { readPermissions } from '../permissions/read-permissions.js';

/** What was typed. */
export interface TokenValues {
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** A day, e.g. `2027-01-01`; empty: never. */
  readonly expires: string;
}

export const emptyToken: TokenValues = { name: '', permissions: ['can_view_organizer'], expires: '' };

export function readTokenValues(form: URLSearchParams): TokenValues {
  return {
    name: textOf(form, 'name'),
    permissions: readPermissions(form),
    expires: textOf(form, 'expires').trim(),
  };
}

/** By the names of the API. The day itself counts in full. */
export function tokenFieldsOf({ name, permissions, expires }: TokenValues): ApiTokenFields {
  return { name, permissions, expires: expires === '' ? null : `${expires}T23:59:59.999Z` };
}

/** What the form must have. The API gives out tokens that may do nothing; here that is an oversight. */
export function missingOf({ name, permissions }: TokenValues): FieldErrors {
  return {
    ...(name.trim() === '' ? { name: ['This field is required.'] } : {}),
    ...(permissions.length === 0 ? { permissions: ['Choose at least one.'] } : {}),
  };
}
