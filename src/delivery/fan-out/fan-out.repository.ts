import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NotificationToFanOut } from '@contracts/events';
import { deliveriesPerJob } from '../dispatch/batch-size.js';
import type { LeaseTerms } from '../lease/lease.repository.js';

export interface NewLeases {
  readonly terms: LeaseTerms;
  readonly lengthMs: number;
  /** At most so many jobs of each lane are leased; the rest waits for the sweep. */
  readonly room: { readonly fresh: number; readonly slow: number };
}

export interface FanOutResult {
  /** By notification id. */
  readonly deliveries: ReadonlyMap<number, number>;
  readonly leases: readonly { readonly id: string; readonly slow: boolean }[];
  /** Whether some were not leased, since the queue has no room. */
  readonly areLeft: boolean;
}

interface Row {
  readonly kind: 'notification' | 'lease' | 'left';
  readonly id: number;
  readonly deliveries: number;
  readonly slow: boolean;
}

/** One set-based statement, however many notifications and webhooks: what is owed, already leased by the job. */
const fanOutStatement = `
  WITH recorded AS (
    SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::text[], $5::bigint[], $6::boolean[])
      AS n (id, recorded, organizer_id, action_type, event_id, any_event)
  ), matched AS MATERIALIZED (
    SELECT nextval('delivery_ids') AS id, n.id AS notification_id, n.recorded, n.organizer_id, w.webhook_id,
      w.generation, coalesce(w.slow_until > $7, false) AS slow
    FROM recorded n
    CROSS JOIN LATERAL matching_webhooks(n.organizer_id, n.action_type, n.event_id, n.any_event) w
  ), numbered AS MATERIALIZED (
    SELECT *, (row_number() OVER (PARTITION BY slow ORDER BY id) - 1) / ${deliveriesPerJob} AS job FROM matched
  ), leased AS MATERIALIZED (
    SELECT slow, job, nextval('lease_ids') AS lease_id
    FROM (SELECT DISTINCT slow, job FROM numbered) jobs
    WHERE job < CASE WHEN slow THEN $12::integer ELSE $11::integer END
  ), new_leases AS (
    INSERT INTO leases (id, owner, epoch, until)
    SELECT lease_id, $8, $9, clock_timestamp() + $10 * interval '1 millisecond' FROM leased
  ), given AS MATERIALIZED (
    SELECT n.*, l.lease_id FROM numbered n LEFT JOIN leased l USING (slow, job)
  ), contents AS (
    INSERT INTO lease_contents (lease_id, deliveries, webhooks, notifications)
    SELECT lease_id, array_agg(id), array_agg(DISTINCT webhook_id), array_agg(DISTINCT notification_id)
    FROM given WHERE lease_id IS NOT NULL GROUP BY lease_id
  ), inserted AS (
    INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due, slow, lease_id)
    SELECT id, notification_id, recorded, organizer_id, webhook_id, generation, $7, slow, lease_id FROM given
  )
  SELECT 'notification' AS kind, notification_id AS id, count(*)::integer AS deliveries, false AS slow
  FROM matched GROUP BY notification_id
  UNION ALL
  SELECT 'lease', lease_id, 0, slow FROM leased
  UNION ALL
  SELECT DISTINCT 'left', 0::bigint, 0, slow FROM numbered n
  WHERE job >= CASE WHEN slow THEN $12::integer ELSE $11::integer END`;

@Injectable()
export class FanOutRepository {
  /** Inserts a delivery for each webhook that each notification is owed to. */
  async insert(
    notifications: readonly NotificationToFanOut[],
    due: Date,
    { terms, lengthMs, room }: NewLeases,
    manager: EntityManager,
  ): Promise<FanOutResult> {
    const rows = await manager.query<Row[]>(fanOutStatement, [
      notifications.map(({ id }) => id),
      notifications.map(({ recorded }) => recorded),
      notifications.map(({ organizerId }) => organizerId),
      notifications.map(({ actionType }) => actionType),
      notifications.map(({ eventId }) => eventId),
      notifications.map(({ anyEvent }) => anyEvent),
      due,
      terms.owner,
      terms.epoch,
      lengthMs,
      room.fresh,
      room.slow,
    ]);
    return {
      deliveries: new Map(
        rows.filter(({ kind }) => kind === 'notification').map(({ id, deliveries }) => [id, deliveries]),
      ),
      leases: rows.filter(({ kind }) => kind === 'lease').map(({ id, slow }) => ({ id: String(id), slow })),
      areLeft: rows.some(({ kind }) => kind === 'left'),
    };
  }
}
