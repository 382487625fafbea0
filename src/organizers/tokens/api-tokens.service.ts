import type { OrganizerScope, Principal } from '@app/access';
import { NotFound, readDto } from '@app/rest';
import type { ApiToken, ApiTokenFields, ApiTokens, CreatedApiToken, ListPart } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { TokenCreation } from './token-creation.service.js';
import { TokenRevocation } from './token-revocation.service.js';
import { CreateTokenDto } from './token.dto.js';
import type { TokenEntity } from './token.entity.js';
import { toApiToken } from './token.mapper.js';
import { TokensRepository } from './tokens.repository.js';

/** Reads the fields as the API does, and hands them to the same service. */
@Injectable()
export class ApiTokensService implements ApiTokens {
  constructor(
    private readonly creation: TokenCreation,
    private readonly revocation: TokenRevocation,
    private readonly repository: TokensRepository,
  ) {}

  async list(
    organizerId: number,
    part: ListPart,
  ): Promise<{ readonly tokens: readonly ApiToken[]; readonly count: number }> {
    const [tokens, count] = await this.repository.page(organizerId, part);
    return { tokens: tokens.map(toApiToken), count };
  }

  async require(organizerId: number, tokenId: number): Promise<ApiToken> {
    return toApiToken(await this.find(organizerId, tokenId));
  }

  async create(
    organizer: OrganizerScope,
    fields: ApiTokenFields,
    principal: Principal,
  ): Promise<CreatedApiToken> {
    const { expires = null, ...given } = readDto(CreateTokenDto, fields);
    const { entity, token } = await this.creation.create(organizer, { ...given, expires }, principal);
    return { token: toApiToken(entity), secret: token };
  }

  async revoke(organizerId: number, tokenId: number, principal: Principal): Promise<void> {
    await this.revocation.revoke(await this.find(organizerId, tokenId), principal);
  }

  /** @throws NotFound */
  private async find(organizerId: number, tokenId: number): Promise<TokenEntity> {
    const token = await this.repository.find(organizerId, tokenId);
    if (!token) throw new NotFound('Token');
    return token;
  }
}
