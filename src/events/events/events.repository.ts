import { type EntityManager, TransactionRunner } from '@app/database';
import { Injectable } from '@nestjs/common';
import { In, type Repository } from 'typeorm';
import { EventEntity } from './event.entity.js';
import type { EventFields } from './event.mapper.js';

/** Which organizer's event is meant. */
export interface EventAddress {
  readonly organizerId: number;
  readonly slug: string;
}

/** Events as they are stored. Every method joins the ambient transaction, or reads within the manager it is given. */
@Injectable()
export class EventsRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  async page(
    organizerId: number,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<readonly [readonly EventEntity[], number]> {
    return this.entities().findAndCount({
      where: { organizerId },
      order: { slug: 'ASC' },
      skip: offset,
      take: limit,
    });
  }

  async find({ organizerId, slug }: EventAddress): Promise<EventEntity | null> {
    return this.entities().findOneBy({ organizerId, slug });
  }

  /** Nobody else changes it until the transaction ends. */
  async lock({ organizerId, slug }: EventAddress): Promise<EventEntity | null> {
    return this.entities().findOne({ where: { organizerId, slug }, lock: { mode: 'pessimistic_write' } });
  }

  /** Null when the slug is taken. */
  async insert(address: EventAddress, fields: EventFields): Promise<EventEntity | null> {
    const entities = this.entities();
    const { identifiers } = await entities
      .createQueryBuilder()
      .insert()
      .values({ ...address, ...fields })
      .orIgnore()
      .returning('id')
      .execute();
    const id = identifiers[0]?.['id'] as number | undefined;
    return id === undefined ? null : { id, ...address, ...fields };
  }

  async update(id: number, fields: EventFields): Promise<void> {
    await this.entities().update({ id }, fields);
  }

  async delete(id: number): Promise<void> {
    await this.entities().delete({ id });
  }

  async ofOrganizer(
    organizerId: number,
    slugs: readonly string[],
    manager?: EntityManager,
  ): Promise<readonly Pick<EventEntity, 'id' | 'slug'>[]> {
    return this.entities(manager).find({
      select: { id: true, slug: true },
      where: { organizerId, slug: In([...new Set(slugs)]) },
    });
  }

  async byIds(
    ids: readonly number[],
    manager?: EntityManager,
  ): Promise<readonly Pick<EventEntity, 'id' | 'slug'>[]> {
    return this.entities(manager).find({
      select: { id: true, slug: true },
      where: { id: In([...new Set(ids)]) },
    });
  }

  private entities(manager: EntityManager = this.transactions.manager): Repository<EventEntity> {
    return manager.getRepository(EventEntity);
  }
}
