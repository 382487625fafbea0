import type { EntityManager } from '@app/database';

/** Events of organizers, for modules that keep references to them. */
export interface EventDirectory {
  /** The ids of an organizer's events by slug; unknown and foreign ones are absent. */
  idsOf(
    organizerId: number,
    slugs: readonly string[],
    manager?: EntityManager,
  ): Promise<ReadonlyMap<string, number>>;
  slugsOf(ids: readonly number[], manager?: EntityManager): Promise<ReadonlyMap<number, string>>;
}
export const EventDirectory = Symbol('EventDirectory');

/** In the transaction that deletes an event: what refers to it must let go. */
export class EventDeleted {
  static readonly eventName = 'events.deleted';
  constructor(
    readonly organizerId: number,
    readonly eventId: number,
    readonly slug: string,
  ) {}
}
