import type { OrganizerScope } from '@app/access';

/** Finds organizers for who does not come through the REST guards. */
export interface OrganizerDirectory {
  /** The living organizers of these slugs; unknown ones are absent. */
  findBySlug(slugs: readonly string[]): Promise<ReadonlyMap<string, OrganizerScope>>;
  /** The slugs of these ids, deleted ones included: history must still be readable. */
  slugsOf(ids: readonly number[]): Promise<ReadonlyMap<number, string>>;
}
export const OrganizerDirectory = Symbol('OrganizerDirectory');
