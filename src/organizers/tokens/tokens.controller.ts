import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import {
  LoadedObject,
  LoadObject,
  Operation,
  type PageAnswer,
  PagedList,
  PageOf,
  PageRequest,
} from '@app/rest';
import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  CreatedTokenDto,
  CreateTokenDto,
  exampleOfCreatedToken,
  exampleOfToken,
  TokenDto,
} from './token.dto.js';
import { TokenCreation } from './token-creation.service.js';
import { TokenEntity } from './token.entity.js';
import { TokenLoader } from './token.loader.js';
import { toCreatedTokenDto, toTokenDto } from './token.mapper.js';
import { TokenRevocation } from './token-revocation.service.js';
import { TokensRepository } from './tokens.repository.js';

@ApiTags('Tokens')
@Controller('api/v1/organizers/:organizer/tokens')
@RequirePermission('can_change_organizer_settings')
export class TokensController {
  constructor(
    private readonly creation: TokenCreation,
    private readonly revocation: TokenRevocation,
    private readonly repository: TokensRepository,
  ) {}

  @Get()
  @PagedList()
  @Operation({
    id: 'listTokens',
    summary: 'Tokens of the organizer',
    description: 'In the order of their creation, those that were revoked too.',
    pageOf: TokenDto,
    example: { count: 1, next: null, previous: null, results: [exampleOfToken] },
  })
  async list(
    @CurrentOrganizer() organizer: OrganizerScope,
    @PageOf() page: PageRequest,
  ): Promise<PageAnswer<TokenDto>> {
    const [tokens, count] = await this.repository.page(organizer.id, page);
    return page.answer(count, tokens.map(toTokenDto));
  }

  @Post()
  @Operation({
    id: 'createToken',
    summary: 'Create a token',
    description:
      'The answer holds the token itself, this once. An organizer has DOORBELL_MAX_TOKENS tokens that count at most.',
    status: 201,
    answer: CreatedTokenDto,
    example: exampleOfCreatedToken,
  })
  async create(
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Body() { expires = null, ...fields }: CreateTokenDto,
  ): Promise<CreatedTokenDto> {
    const { entity, token } = await this.creation.create(organizer, { ...fields, expires }, principal);
    return toCreatedTokenDto(entity, token);
  }

  @Get(':token')
  @LoadObject(TokenLoader)
  @Operation({
    id: 'getToken',
    summary: 'One token',
    answer: TokenDto,
    example: exampleOfToken,
  })
  find(@LoadedObject() token: TokenEntity): TokenDto {
    return toTokenDto(token);
  }

  @Delete(':token')
  @LoadObject(TokenLoader)
  @Operation({
    id: 'revokeToken',
    summary: 'Revoke a token',
    description: 'It stays in the list.',
    status: 204,
  })
  async revoke(@LoadedObject() token: TokenEntity, @CurrentPrincipal() principal: Principal): Promise<void> {
    await this.revocation.revoke(token, principal);
  }
}
