import type { EntityManager } from '@app/database';
import type { Principal } from '@app/access';

export const auditedObjects = ['organizer', 'event', 'token', 'webhook', 'delivery'] as const;
export type AuditedObject = (typeof auditedObjects)[number];

export interface AuditEntry {
  readonly organizerId: number;
  readonly principal: Principal;
  /** E.g. `pretix.webhook.changed` (contract/rest.md, Layer 1). */
  readonly action: string;
  readonly object: { readonly type: AuditedObject; readonly id: number | string };
  /** `{field: [old, new]}`; whoever writes it masks secrets. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
}

/** Append-only: who changed what, how. */
export interface AuditTrail {
  /** The entries are there once `manager`'s transaction has committed, and never without it. */
  append(entries: readonly AuditEntry[], manager: EntityManager): Promise<void>;
}
export const AuditTrail = Symbol('AuditTrail');
