import type { OrganizerScope, Principal } from '@app/access';

export interface NamedOrganizer extends OrganizerScope {
  readonly name: string;
}

/** What people call organizers, for pages. */
export interface OrganizerNames {
  /** By id; those that were deleted are absent. */
  namesOf(ids: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** One part of those the principal may view or set up, in the order of their slugs, and how many there are in all. */
  viewable(
    principal: Principal,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly organizers: readonly NamedOrganizer[]; readonly count: number }>;
}
export const OrganizerNames = Symbol('OrganizerNames');
