import type { EntityManager } from '@app/database';
import type { Principal } from '@app/access';

export const auditedObjects = ['organizer', 'event', 'token', 'webhook', 'delivery', 'person'] as const;
export type AuditedObject = (typeof auditedObjects)[number];

/** `{field: [old, new]}`; null: was not there, or is no more. */
export type AuditedChanges = Readonly<Record<string, readonly [unknown, unknown]>>;

export interface AuditEntry {
  /** Null: it concerns no organizer by itself, e.g. that somebody has signed in. */
  readonly organizerId: number | null;
  readonly principal: Principal;
  /** E.g. `pretix.webhook.changed`: pretix's own names, where it has one; else under `doorbell.`. */
  readonly action: string;
  readonly object: { readonly type: AuditedObject; readonly id: number | string };
  /** Whoever writes it masks secrets. */
  readonly changes: AuditedChanges;
}

/** Append-only: who changed what, how. */
export interface AuditTrail {
  /** The entries are there once `manager`'s transaction has committed, and never without it. */
  append(entries: readonly AuditEntry[], manager: EntityManager): Promise<void>;
}
export const AuditTrail = Symbol('AuditTrail');
