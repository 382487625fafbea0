/** What a token or a person may do in one organizer (docs/api.md). */
export const permissions = [
  'can_view_organizer',
  'can_change_organizer_settings',
  'can_send_notifications',
] as const;
export type Permission = (typeof permissions)[number];

export const principalTypes = ['token', 'person', 'admin', 'system'] as const;
export type PrincipalType = (typeof principalTypes)[number];

/** Who acts. Guards, services and the audit trail take a principal, never a token. */
export interface Principal {
  readonly type: PrincipalType;
  /** The token's or the person's id; null for the administrator and the system. */
  readonly id: number | null;
  readonly name: string;
  /** What it may do, by organizer id. The administrator and the system may do everything. */
  readonly grants: ReadonlyMap<number, ReadonlySet<Permission>>;
}

/** Whether the principal may do `permission` in the organizer. */
export function isPermitted(principal: Principal, organizerId: number, permission: Permission): boolean {
  if (principal.type === 'admin' || principal.type === 'system') return true;
  return principal.grants.get(organizerId)?.has(permission) ?? false;
}

/** A stable text for one principal, e.g. `token:12`: the scope of idempotency keys and rate limits. */
export function principalKey({ type, id }: Principal): string {
  return id === null ? type : `${type}:${id}`;
}

/** What the product itself does, e.g. disabling a webhook whose receiver answered 410. */
export const systemPrincipal: Principal = { type: 'system', id: null, name: 'Doorbell', grants: new Map() };

export const administrator: Principal = { type: 'admin', id: null, name: 'Administrator', grants: new Map() };
