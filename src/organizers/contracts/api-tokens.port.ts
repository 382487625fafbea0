import type { OrganizerScope, Permission, Principal } from '@app/access';
import type { ListPart } from './people.port.js';

/** A token as people see it: never the token itself. */
export interface ApiToken {
  readonly id: number;
  readonly name: string;
  /** How the token begins. */
  readonly prefix: string;
  readonly permissions: readonly Permission[];
  /** When it ends by itself; null: never. */
  readonly expires: Date | null;
  readonly created: Date;
  /** To the minute; null: never. */
  readonly lastUsed: Date | null;
  /** Null: it was not. */
  readonly revoked: Date | null;
}

export interface CreatedApiToken {
  readonly token: ApiToken;
  /** The token itself: in this answer, and after that nowhere. */
  readonly secret: string;
}

/** The fields of a token by the names of the API. */
export type ApiTokenFields = Readonly<Record<string, unknown>>;

/**
 * What the API does with tokens of an organizer, for pages: the same checks, the same entries in the audit trail. Whoever
 * calls it has asked whether the principal may.
 */
export interface ApiTokens {
  /** In the order of their creation, those that were revoked too, and how many there are in all. */
  list(
    organizerId: number,
    part: ListPart,
  ): Promise<{ readonly tokens: readonly ApiToken[]; readonly count: number }>;

  /** @throws NotFound('Token') when the organizer has no such token */
  require(organizerId: number, tokenId: number): Promise<ApiToken>;

  /** @throws ValidationFailed */
  create(organizer: OrganizerScope, fields: ApiTokenFields, principal: Principal): Promise<CreatedApiToken>;

  /** Revoking it again changes nothing. @throws NotFound('Token') */
  revoke(organizerId: number, tokenId: number, principal: Principal): Promise<void>;
}
export const ApiTokens = Symbol('ApiTokens');
