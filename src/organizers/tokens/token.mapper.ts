import type { CreatedTokenDto, TokenDto } from './token.dto.js';
import type { TokenEntity } from './token.entity.js';

export function toTokenDto(token: TokenEntity): TokenDto {
  return shownFields(token);
}

/** @param secret the token itself, shown this once */
export function toCreatedTokenDto(token: TokenEntity, secret: string): CreatedTokenDto {
  return { ...shownFields(token), token: secret };
}

const shownFields = (token: TokenEntity) => ({
  id: token.id,
  name: token.name,
  prefix: token.prefix,
  permissions: token.permissions,
  expires: token.expires?.toISOString() ?? null,
  created: token.created.toISOString(),
  last_used: token.lastUsed?.toISOString() ?? null,
  revoked: token.revoked?.toISOString() ?? null,
});
