import { systemPrincipal } from '@app/access';
import type { EntityManager } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { EventDeleted } from '@contracts/events';
import { type AuditEntry, AuditTrail } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { EventLimits, type ShortenedLimit } from '../storage/event-limits.repository.js';
import { sortedSet } from '../storage/stored-webhook.js';

const entriesAtOnce = 1_000;

/** Webhooks lose a deleted event from their limit, and never widen to all events. */
@Injectable()
export class EventDeletedListener {
  constructor(
    private readonly limits: EventLimits,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  @InTransaction(EventDeleted)
  async letGo({ organizerId, eventId, slug }: EventDeleted, manager: EntityManager): Promise<void> {
    const shortened = await this.limits.removeEvent(organizerId, { id: eventId, slug }, manager);
    for (let from = 0; from < shortened.length; from += entriesAtOnce) {
      const entries = shortened.slice(from, from + entriesAtOnce);
      await this.trail.append(
        entries.map((limit) => entryOf(organizerId, slug, limit)),
        manager,
      );
    }
  }
}

function entryOf(organizerId: number, slug: string, { webhookId, limitEvents }: ShortenedLimit): AuditEntry {
  return {
    organizerId,
    principal: systemPrincipal,
    action: 'pretix.webhook.changed',
    object: { type: 'webhook', id: webhookId },
    changes: { limit_events: [sortedSet([...limitEvents, slug]), limitEvents] },
  };
}
