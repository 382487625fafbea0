import { Inject, Injectable } from '@nestjs/common';
import { Clock, DayPartitions, type EntityManager, plannedOnce } from '@app/database';
import { FailurePoints } from '@app/failure-points';
import type { NotificationToFanOut } from '@contracts/events';
import { deliveriesPerJob } from '../dispatch/batch-size.js';
import type { LeaseTerms } from '../lease/lease.repository.js';
import type { OwedRow } from '../owed/owed-row.js';

export interface NewLeases {
  readonly terms: LeaseTerms;
  readonly lengthMs: number;
  /** At most so many jobs of each lane are leased; the rest waits for the sweep. */
  readonly room: { readonly fresh: number; readonly slow: number };
}

/** So many of the first fresh jobs are not queued: `owner`, which is this process, calls them at once. */
export interface RoomAtOnce {
  readonly owner: number | null;
  readonly jobs: number;
}

export interface FanOutResult {
  /** By notification id. */
  readonly deliveries: ReadonlyMap<number, number>;
  /** To be queued. */
  readonly leases: readonly { readonly id: string; readonly slow: boolean }[];
  /** What is to be called at once, lease by lease. */
  readonly atOnce: readonly OwedRow[];
  /** Whether some were not leased, since the queue has no room. */
  readonly areLeft: boolean;
}

interface Row {
  readonly is: 'kind' | 'lease' | 'left' | 'at once';
  /** Of the lease; the place of the kind, from 1. */
  readonly id: number;
  readonly deliveries: number;
  readonly slow: boolean;
  /** What is to be called at once under the lease: `id notification webhook generation,…`, since rows cost more. */
  readonly covered: string;
}

type Covered = [id: number, notification: number, webhook: number, generation: number];

/** Notifications that are owed to the same webhooks, since matching asks for nothing else. */
type Kind = Omit<NotificationToFanOut, 'id' | 'recorded'>;

/** Not as array_agg(DISTINCT …), which sorts once for each lease and each column: that took half of all the time. */
const distinctOfLease = (column: string): string => `(
  SELECT lease_id, array_agg(id) AS ids
  FROM (SELECT DISTINCT lease_id, ${column} AS id FROM given WHERE lease_id IS NOT NULL) g GROUP BY lease_id)`;

/**
 * One set-based statement, however many notifications and webhooks: what is owed, already leased by the job. Webhooks
 * are matched once for all notifications of a kind: a batch of 500 is mostly of one, and each match costs 10 µs. Prepared:
 * to plan it takes 1.3 ms, 80 µs a delivery when notifications come one by one.
 */
const fanOutStatement = plannedOnce(`
  WITH kinds AS (
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::boolean[]) WITH ORDINALITY
      AS k (organizer_id, action_type, event_id, any_event, kind)
  ), matched AS MATERIALIZED (
    SELECT k.kind, k.organizer_id, w.webhook_id, w.generation, coalesce(w.slow_until > $8, false) AS slow
    FROM kinds k CROSS JOIN LATERAL matching_webhooks(k.organizer_id, k.action_type, k.event_id, k.any_event) w
  ), numbered AS MATERIALIZED (
    SELECT nextval('delivery_ids') AS id, n.id AS notification_id, n.recorded, m.*,
      (row_number() OVER (PARTITION BY m.slow ORDER BY n.id) - 1) / ${deliveriesPerJob} AS job
    FROM unnest($5::bigint[], $6::timestamptz[], $7::bigint[]) AS n (id, recorded, kind) JOIN matched m USING (kind)
  ), leased AS MATERIALIZED (
    SELECT slow, job, nextval('lease_ids') AS lease_id, NOT slow AND job < $14::integer AS at_once
    FROM (SELECT DISTINCT slow, job FROM numbered) jobs
    WHERE job < CASE WHEN slow THEN $13::integer ELSE $12::integer END
  ), new_leases AS (
    INSERT INTO leases (id, owner, epoch, until)
    SELECT lease_id, CASE WHEN at_once THEN $15 ELSE $9::bigint END, CASE WHEN at_once THEN NULL ELSE $10 END,
      clock_timestamp() + $11 * interval '1 millisecond' FROM leased
  ), given AS MATERIALIZED (
    SELECT n.*, l.lease_id, l.at_once FROM numbered n LEFT JOIN leased l USING (slow, job)
  ), contents AS (
    INSERT INTO lease_contents (lease_id, deliveries, webhooks, notifications)
    SELECT lease_id, d.ids, w.ids, n.ids
    FROM (SELECT lease_id, array_agg(id) AS ids FROM given WHERE lease_id IS NOT NULL GROUP BY lease_id) d
    JOIN ${distinctOfLease('webhook_id')} w USING (lease_id)
    JOIN ${distinctOfLease('notification_id')} n USING (lease_id)
  ), remembered AS (
    INSERT INTO fan_outs (recorded, organizer_id, deliveries)
    SELECT recorded, organizer_id, array_agg(ARRAY[id, notification_id, webhook_id, generation])
    FROM numbered GROUP BY recorded, organizer_id, slow, job
  ), inserted AS (
    INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due, slow, lease_id)
    SELECT id, notification_id, recorded, organizer_id, webhook_id, generation, $8, slow, lease_id FROM given
  )
  SELECT 'kind' AS is, kind AS id, count(*)::integer AS deliveries, false AS slow, '' AS covered FROM matched GROUP BY kind
  UNION ALL
  SELECT 'lease', lease_id, 0, slow, '' FROM leased WHERE NOT at_once
  UNION ALL
  SELECT 'at once', lease_id, 0, false, string_agg(concat_ws(' ', id, notification_id, webhook_id, generation), ',')
  FROM given WHERE at_once GROUP BY lease_id
  UNION ALL
  SELECT DISTINCT 'left', 0::bigint, 0, slow, '' FROM numbered n
  WHERE job >= CASE WHEN slow THEN $13::integer ELSE $12::integer END`);

@Injectable()
export class FanOutRepository {
  constructor(
    private readonly partitions: DayPartitions,
    @Inject(FailurePoints) private readonly failurePoints: FailurePoints,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Inserts a delivery for each webhook that each notification is owed to. */
  async insert(
    notifications: readonly NotificationToFanOut[],
    { terms, lengthMs, room }: NewLeases,
    roomAtOnce: RoomAtOnce,
    manager: EntityManager,
  ): Promise<FanOutResult> {
    await this.partitions.require(
      'fan_outs',
      notifications.map(({ recorded }) => recorded),
    );
    const { kinds, placeOf } = kindsOf(notifications);
    const due = this.clock.now();
    const rows = await manager.query<Row[]>(fanOutStatement, [
      kinds.map(({ organizerId }) => organizerId),
      kinds.map(({ actionType }) => actionType),
      kinds.map(({ eventId }) => eventId),
      kinds.map(({ anyEvent }) => anyEvent),
      notifications.map(({ id }) => id),
      notifications.map(({ recorded }) => recorded),
      placeOf,
      due,
      terms.owner,
      terms.epoch,
      lengthMs,
      room.fresh,
      room.slow,
      roomAtOnce.jobs,
      roomAtOnce.owner,
    ]);
    this.failurePoints.pass('in-fan-out');
    const counts = new Map(
      rows.filter((row) => row.is === 'kind').map(({ id, deliveries }) => [id, deliveries]),
    );
    return {
      deliveries: new Map(notifications.map(({ id }, index) => [id, counts.get(placeOf[index]!) ?? 0])),
      leases: rows.filter((row) => row.is === 'lease').map(({ id, slow }) => ({ id: String(id), slow })),
      atOnce: toBeCalledAtOnce(rows, notifications, due),
      areLeft: rows.some((row) => row.is === 'left'),
    };
  }
}

/** The rows of `owed` as they were just inserted. */
function toBeCalledAtOnce(
  rows: readonly Row[],
  notifications: readonly NotificationToFanOut[],
  due: Date,
): readonly OwedRow[] {
  const byId = new Map(notifications.map((notification) => [notification.id, notification]));
  const fresh = {
    round: 1,
    attempt: 0,
    due,
    drop_requested: false,
    last_return_code: null,
    last_error: null,
  };
  const rowOf = (lease_id: number, covered: string): OwedRow => {
    const [id, notification_id, webhook_id, generation] = covered.split(' ').map(Number) as Covered;
    const { recorded, organizerId: organizer_id } = byId.get(notification_id)!;
    return { id, notification_id, recorded, organizer_id, webhook_id, generation, lease_id, ...fresh };
  };
  return rows
    .filter((row) => row.is === 'at once')
    .flatMap(({ id, covered }) => covered.split(',').map((delivery) => rowOf(id, delivery)));
}

/** The kinds, and for each notification the place of its own, from 1 as PostgreSQL counts. */
function kindsOf(notifications: readonly NotificationToFanOut[]): {
  readonly kinds: readonly Kind[];
  readonly placeOf: readonly number[];
} {
  const kinds: Kind[] = [];
  const places = new Map<string, number>();
  const placeOf = notifications.map((notification) => {
    const { organizerId, actionType, eventId, anyEvent } = notification;
    const name = `${organizerId} ${actionType} ${eventId} ${anyEvent}`;
    let place = places.get(name);
    if (place === undefined) places.set(name, (place = kinds.push(notification)));
    return place;
  });
  return { kinds, placeOf };
}
