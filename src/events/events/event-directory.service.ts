import type { EntityManager } from '@app/database';
import type { EventDirectory } from '@contracts/events';
import { Injectable } from '@nestjs/common';
import { EventsRepository } from './events.repository.js';

/** Always the present state of the database: whether an event is there decides what is owed. */
@Injectable()
export class EventDirectoryService implements EventDirectory {
  constructor(private readonly events: EventsRepository) {}

  async idsOf(
    organizerId: number,
    slugs: readonly string[],
    manager?: EntityManager,
  ): Promise<ReadonlyMap<string, number>> {
    if (slugs.length === 0) return new Map();
    const found = await this.events.ofOrganizer(organizerId, slugs, manager);
    return new Map(found.map(({ slug, id }) => [slug, id]));
  }

  async slugsOf(ids: readonly number[], manager?: EntityManager): Promise<ReadonlyMap<number, string>> {
    if (ids.length === 0) return new Map();
    const found = await this.events.byIds(ids, manager);
    return new Map(found.map(({ id, slug }) => [id, slug]));
  }
}
