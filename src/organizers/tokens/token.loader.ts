import type { OrganizerScope } from '@app/access';
import { NotFound, objectId, type ObjectLoader } from '@app/rest';
import { Injectable } from '@nestjs/common';
import type { TokenEntity } from './token.entity.js';
import { TokensRepository } from './tokens.repository.js';

@Injectable()
export class TokenLoader implements ObjectLoader<TokenEntity> {
  constructor(private readonly tokens: TokensRepository) {}

  async load(params: Readonly<Record<string, string>>, organizer: OrganizerScope): Promise<TokenEntity> {
    const found = await this.tokens.find(organizer.id, objectId(params['token'], 'Token'));
    if (!found) throw new NotFound('Token');
    return found;
  }
}
