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
  /** What it may do, by organizer id. Who may everything (`mayEverything`) needs none. */
  readonly grants: ReadonlyMap<number, ReadonlySet<Permission>>;
  /** A person who is one of the administrators: may everything, under their own name. */
  readonly isAdministrator?: boolean;
}

/** Whether the principal may do everything, in every organizer and outside of them. */
export function mayEverything({ type, isAdministrator = false }: Principal): boolean {
  return type === 'admin' || type === 'system' || isAdministrator;
}

/** Whether the principal may do `permission` in the organizer. */
export function isPermitted(principal: Principal, organizerId: number, permission: Permission): boolean {
  if (mayEverything(principal)) return true;
  return principal.grants.get(organizerId)?.has(permission) ?? false;
}

/** A stable text for one principal, e.g. `token:12`: the scope of idempotency keys and rate limits. */
export function principalKey({ type, id }: Principal): string {
  return id === null ? type : `${type}:${id}`;
}

/** What the product itself does, e.g. disabling a webhook whose receiver answered 410. */
export const systemPrincipal: Principal = { type: 'system', id: null, name: 'Doorbell', grants: new Map() };

export const administrator: Principal = { type: 'admin', id: null, name: 'Administrator', grants: new Map() };
