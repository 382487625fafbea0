import type { OrganizerScope } from '@app/access';
import { NotFound, type ObjectLoader } from '@app/rest';
import { slugPattern } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import type { EventEntity } from './event.entity.js';
import { EventsRepository } from './events.repository.js';

/** The event of the path. */
@Injectable()
export class EventLoader implements ObjectLoader<EventEntity> {
  constructor(private readonly events: EventsRepository) {}

  async load(
    { event: slug }: Readonly<Record<string, string>>,
    organizer: OrganizerScope | undefined,
  ): Promise<EventEntity> {
    const isSlug = slug !== undefined && slugPattern.test(slug);
    const event = isSlug && organizer && (await this.events.find({ organizerId: organizer.id, slug }));
    if (!event) throw new NotFound('Event');
    return event;
  }
}
