import { type EntityManager, holdLock, shareLock } from '@app/database';
import { Injectable } from '@nestjs/common';

export interface ShortenedLimit {
  readonly webhookId: number;
  /** Without the event. */
  readonly limitEvents: readonly string[];
}

const lockOf = (organizerId: number): string => `event limits of organizer ${organizerId}`;

/** Which events webhooks are limited to, while events come and go. */
@Injectable()
export class EventLimits {
  /** Until the transaction ends, no event of the organizer is deleted. Comes before any lock of a webhook. */
  async holdEvents(organizerId: number, manager: EntityManager): Promise<void> {
    await shareLock(lockOf(organizerId), manager);
  }

  /** Takes an event out of every webhook's limit; one that has no other is left with none, never with all. */
  async removeEvent(
    organizerId: number,
    event: { readonly id: number; readonly slug: string },
    manager: EntityManager,
  ): Promise<readonly ShortenedLimit[]> {
    await holdLock(lockOf(organizerId), manager);
    await manager.query(
      `SELECT FROM webhooks WHERE id IN (SELECT webhook_id FROM webhook_events WHERE event_id = $1)
       ORDER BY id FOR NO KEY UPDATE`,
      [event.id],
    );
    const [shortened] = await manager.query<[ShortenedLimit[], number]>(
      `UPDATE webhooks w SET limit_events = array_remove(w.limit_events, $2)
       FROM webhook_events e WHERE e.event_id = $1 AND e.webhook_id = w.id
       RETURNING w.id AS "webhookId", w.limit_events AS "limitEvents"`,
      [event.id, event.slug],
    );
    await manager.query('DELETE FROM webhook_events WHERE event_id = $1', [event.id]);
    return shortened;
  }
}
