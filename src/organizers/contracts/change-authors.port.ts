import type { AuditedObject } from './audit-trail.port.js';

/** A change that is known to have happened, and when. */
export interface KnownChange {
  readonly object: { readonly type: AuditedObject; readonly id: number | string };
  /** The field that was changed. */
  readonly field: string;
  /** The entry in the audit trail was written then, or in the same transaction. */
  readonly at: Date;
}

/** Who made changes, as the audit trail says it. */
export interface ChangeAuthors {
  /** Names by the objects' ids as text; those without an entry are absent. One statement. */
  find(organizerId: number, changes: readonly KnownChange[]): Promise<ReadonlyMap<string, string>>;
}
export const ChangeAuthors = Symbol('ChangeAuthors');
