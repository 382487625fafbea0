import { TransactionRunner } from '@app/database';
import { Injectable } from '@nestjs/common';
import { In, IsNull, type Repository } from 'typeorm';
import { OrganizerEntity } from './organizer.entity.js';

export type NewOrganizer = Pick<OrganizerEntity, 'slug' | 'name' | 'publicUrl' | 'created'>;

/** Organizers as they are stored. Every method joins the ambient transaction. */
@Injectable()
export class OrganizersRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  /** A page of the living, in the order of their slugs, and how many there are. @param ids only these, unless 'all' */
  async page(
    ids: readonly number[] | 'all',
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<readonly [readonly OrganizerEntity[], number]> {
    return this.entities.findAndCount({
      where: { deleted: IsNull(), ...(ids === 'all' ? {} : { id: In([...ids]) }) },
      order: { slug: 'ASC' },
      skip: offset,
      take: limit,
    });
  }

  async find(id: number): Promise<OrganizerEntity | null> {
    return this.entities.findOneBy({ id, deleted: IsNull() });
  }

  /** The living organizer; nobody else changes it, or makes something in it, until the transaction ends. */
  async lock(slug: string): Promise<OrganizerEntity | null> {
    return this.entities.findOne({
      where: { slug, deleted: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Undefined, and nothing is stored, when the slug is taken; one that is being taken is waited for. */
  async insert(organizer: NewOrganizer): Promise<OrganizerEntity | undefined> {
    const { raw } = await this.entities
      .createQueryBuilder()
      .insert()
      .values(organizer)
      .orIgnore()
      .returning(['id'])
      .execute();
    const [row] = raw as readonly { readonly id: number }[];
    return row && { ...organizer, id: row.id, deleted: null };
  }

  async update(
    id: number,
    changes: Partial<Pick<OrganizerEntity, 'name' | 'publicUrl' | 'deleted'>>,
  ): Promise<void> {
    await this.entities.update({ id }, changes);
  }

  /** Frees the slug of an organizer that was deleted before `moment`: nothing in the log says its name any more. */
  async freeSlug(slug: string, moment: Date): Promise<void> {
    await this.transactions.manager.query(
      `UPDATE organizers SET slug = slug || '~' || id WHERE slug = $1 AND deleted < $2`,
      [slug, moment],
    );
  }

  private get entities(): Repository<OrganizerEntity> {
    return this.transactions.manager.getRepository(OrganizerEntity);
  }
}
