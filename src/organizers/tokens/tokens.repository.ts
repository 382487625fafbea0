import { TransactionRunner } from '@app/database';
import type { ListPart } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import type { Repository } from 'typeorm';
import { TokenEntity } from './token.entity.js';

export type NewToken = Omit<TokenEntity, 'id' | 'lastUsed' | 'revoked'>;

/** Tokens as they are stored. Every method joins the ambient transaction. */
@Injectable()
export class TokensRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  async page(
    organizerId: number,
    { offset, limit }: ListPart,
  ): Promise<readonly [readonly TokenEntity[], number]> {
    return this.entities.findAndCount({
      where: { organizerId },
      order: { id: 'ASC' },
      skip: offset,
      take: limit,
    });
  }

  async find(organizerId: number, id: number): Promise<TokenEntity | null> {
    return this.entities.findOneBy({ organizerId, id });
  }

  /** Of the organizer, those that are neither revoked nor expired. */
  async countActive(organizerId: number, now: Date): Promise<number> {
    return this.entities
      .createQueryBuilder('token')
      .where('token.organizerId = :organizerId AND token.revoked IS NULL', { organizerId })
      .andWhere('(token.expires IS NULL OR token.expires > :now)', { now })
      .getCount();
  }

  async insert(token: NewToken): Promise<TokenEntity> {
    return this.entities.save({ ...token, lastUsed: null, revoked: null });
  }

  /** Revokes those of the organizer that are not revoked yet, all or one of them; answers their hashes. */
  async revoke(organizerId: number, revoked: Date, id?: number): Promise<readonly Buffer[]> {
    const { raw } = await this.entities
      .createQueryBuilder()
      .update()
      .set({ revoked })
      .where({ organizerId, ...(id === undefined ? {} : { id }) })
      .andWhere('revoked IS NULL')
      .returning(['hash'])
      .execute();
    return (raw as readonly { readonly hash: Buffer }[]).map(({ hash }) => hash);
  }

  private get entities(): Repository<TokenEntity> {
    return this.transactions.manager.getRepository(TokenEntity);
  }
}
