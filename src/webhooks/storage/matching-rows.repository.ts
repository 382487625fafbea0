import type { EntityManager } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { StoredWebhook } from './stored-webhook.js';

type Subscription = Pick<StoredWebhook, 'id' | 'organizerId' | 'actionTypes' | 'allEvents'>;

/** What the function matching_webhooks reads (src/migrations/initial-schema/webhooks.sql.ts): a row for each type and each event. */
@Injectable()
export class MatchingRows {
  /** The webhook has exactly these types, reached by every event or by those of its limit. */
  async writeActionTypes(
    { id, organizerId, actionTypes, allEvents }: Subscription,
    manager: EntityManager,
  ): Promise<void> {
    await manager.query(
      'DELETE FROM webhook_action_types WHERE webhook_id = $1 AND action_type <> ALL ($2)',
      [id, actionTypes],
    );
    await manager.query(
      `INSERT INTO webhook_action_types (webhook_id, action_type, organizer_id, any_event)
       SELECT $1, action_type, $3, $4 FROM unnest($2::text[]) AS t (action_type)
       ON CONFLICT (webhook_id, action_type) DO UPDATE SET any_event = excluded.any_event
       WHERE webhook_action_types.any_event <> excluded.any_event`,
      [id, actionTypes, organizerId, allEvents],
    );
  }

  /** The webhook's limit is exactly these events. */
  async writeEvents(webhookId: number, eventIds: readonly number[], manager: EntityManager): Promise<void> {
    await manager.query('DELETE FROM webhook_events WHERE webhook_id = $1 AND event_id <> ALL ($2)', [
      webhookId,
      eventIds,
    ]);
    await manager.query(
      `INSERT INTO webhook_events (webhook_id, event_id) SELECT $1, * FROM unnest($2::bigint[])
       ON CONFLICT DO NOTHING`,
      [webhookId, eventIds],
    );
  }
}
