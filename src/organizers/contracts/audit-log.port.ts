import type { PrincipalType } from '@app/access';
import type { AuditedChanges, AuditedObject } from './audit-trail.port.js';

/** An entry of the audit trail, as it was written. */
export interface AuditRecord {
  readonly id: number;
  readonly datetime: Date;
  /** The name is that of the time. */
  readonly actor: { readonly type: PrincipalType; readonly id: number | null; readonly name: string };
  readonly action: string;
  /** The slug of an organizer or an event; the number of everything else. */
  readonly object: { readonly type: AuditedObject; readonly id: string };
  readonly changes: AuditedChanges;
}

export interface AuditLogPart {
  /** Those before this one; the newest where there is none. */
  readonly after?: { readonly time: Date; readonly id: number };
  readonly limit: number;
}

/** Reads the audit trail. Whoever calls it has asked whether the principal may. */
export interface AuditLog {
  /**
   * Newest first, one more than `limit` where more follow. @param organizerId null: what concerns no organizer by
   * itself, which is for administrators: sign-ins, passwords, links, and who is an administrator
   */
  list(organizerId: number | null, part: AuditLogPart): Promise<readonly AuditRecord[]>;
}
export const AuditLog = Symbol('AuditLog');
