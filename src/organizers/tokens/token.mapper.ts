import type { FieldsOf } from '@app/rest';
import type { ApiToken } from '@contracts/organizers';
import type { CreatedTokenDto, TokenDto } from './token.dto.js';
import type { TokenEntity } from './token.entity.js';

export function toTokenDto(token: TokenEntity): FieldsOf<TokenDto> {
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    permissions: token.permissions,
    expires: token.expires?.toISOString() ?? null,
    created: token.created.toISOString(),
    last_used: token.lastUsed?.toISOString() ?? null,
    revoked: token.revoked?.toISOString() ?? null,
  };
}

/** Without its hash. */
export function toApiToken(token: TokenEntity): ApiToken {
  const { id, name, prefix, permissions, expires, created, lastUsed, revoked } = token;
  return { id, name, prefix, permissions, expires, created, lastUsed, revoked };
}

/** @param secret the token itself, shown this once */
export function toCreatedTokenDto(token: TokenEntity, secret: string): CreatedTokenDto {
  return { ...toTokenDto(token), token: secret };
}
