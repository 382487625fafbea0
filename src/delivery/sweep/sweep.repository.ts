import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { deliveriesPerJob } from '../dispatch/batch-size.js';
import type { LeaseTerms } from '../lease/lease.repository.js';

/** What of a lane is due: everything due from `since` to `now`. Nothing waits that was due before `since`. */
export interface Due {
  readonly slow: boolean;
  readonly since: Date;
  readonly now: Date;
}

/** The first of what is due. */
export interface Head {
  /** As many as asked for: there may be more. */
  readonly count: number;
  /** When the first was due; null when nothing is. */
  readonly oldest: Date | null;
  readonly organizers: readonly number[];
}

/** A part of the organizers with something waiting, in the order of ids. */
export interface Turn {
  /** Those of the part that have something due. */
  readonly organizers: readonly number[];
  /** The last of the part; null: nobody comes after it. */
  readonly last: number | null;
}

export interface Claim {
  readonly due: Due;
  /** At most; of each organizer, where these are given. */
  readonly limit: number;
  readonly organizers?: readonly number[];
  readonly terms: LeaseTerms;
  readonly lengthMs: number;
}

/** $1 lane, $2 now, $3 since, $4 limit. */
const due = 'lease_id IS NULL AND slow = $1 AND due >= $3 AND due <= $2';

const headStatement = `
  SELECT count(*)::integer AS count, min(due) AS oldest, coalesce(array_agg(DISTINCT organizer_id), '{}') AS organizers
  FROM (SELECT due, organizer_id FROM owed WHERE ${due} ORDER BY due LIMIT $4) head`;

/** Jumps through the index from organizer to organizer, to what is due first of each. $3 the last one, $4 how many. */
const turnStatement = `
  WITH RECURSIVE waiting AS (
    (SELECT organizer_id, due, 1 AS visited FROM owed
     WHERE lease_id IS NULL AND slow = $1 AND organizer_id > $3 ORDER BY organizer_id, due LIMIT 1)
    UNION ALL
    SELECT next.organizer_id, next.due, visited + 1 FROM waiting w CROSS JOIN LATERAL (
      SELECT organizer_id, due FROM owed
      WHERE lease_id IS NULL AND slow = $1 AND organizer_id > w.organizer_id ORDER BY organizer_id, due LIMIT 1
    ) next WHERE visited < $4
  )
  SELECT coalesce(array_agg(organizer_id) FILTER (WHERE due <= $2), '{}') AS organizers,
    CASE WHEN count(*) = $4 THEN max(organizer_id) END AS last
  FROM waiting`;

const columns = 'id, due, webhook_id, notification_id';
const pickOldest = `SELECT ${columns} FROM owed WHERE ${due} ORDER BY due LIMIT $4 FOR UPDATE SKIP LOCKED`;
/**
 * Every organizer's first before anybody's second: the queue is worked off in this order.
 * By pairs and in their order, or PostgreSQL would look for one organizer's among another's million: 3.6 s.
 */
const pickInTurn = `
  SELECT picked.*, row_number() OVER (PARTITION BY o.organizer_id ORDER BY picked.due) AS place
  FROM unnest($8::bigint[]) AS o (organizer_id) CROSS JOIN LATERAL (
    SELECT ${columns} FROM owed
    WHERE lease_id IS NULL AND slow = $1
      AND (organizer_id, due) >= (o.organizer_id, $3) AND (organizer_id, due) <= (o.organizer_id, $2)
    ORDER BY organizer_id, due LIMIT $4 FOR UPDATE SKIP LOCKED
  ) picked`;
/**
 * By an array of keys for each lease, one walk through the index each. Joined by single keys, PostgreSQL would read all of
 * owed when that is a million, 240 ms in place of 32; or, while it thinks that little is due, as it does where owed is mostly
 * empty, look through all the keys for each: 755 ms for 2,150.
 */
const claiming = (pick: string, order = 'due'): string => `
  WITH picked AS MATERIALIZED (
    ${pick}
  ), numbered AS MATERIALIZED (
    SELECT *, (row_number() OVER (ORDER BY ${order}) - 1) / ${deliveriesPerJob} AS job FROM picked
  ), leased AS MATERIALIZED (
    SELECT job, nextval('lease_ids') AS lease_id FROM (SELECT DISTINCT job FROM numbered) jobs
  ), new_leases AS (
    INSERT INTO leases (id, owner, epoch, until)
    SELECT lease_id, $5, $6, clock_timestamp() + $7 * interval '1 millisecond' FROM leased
  ), given AS MATERIALIZED (
    SELECT lease_id, array_agg(id) AS deliveries, array_agg(DISTINCT webhook_id) AS webhooks,
      array_agg(DISTINCT notification_id) AS notifications
    FROM numbered JOIN leased USING (job) GROUP BY lease_id
  ), contents AS (
    INSERT INTO lease_contents (lease_id, deliveries, webhooks, notifications)
    SELECT lease_id, deliveries, webhooks, notifications FROM given
  ), claimed AS (
    UPDATE owed SET lease_id = g.lease_id FROM given g WHERE owed.id = ANY (g.deliveries)
  )
  SELECT lease_id AS id FROM leased ORDER BY job`;
const claimOldestStatement = claiming(pickOldest);
const claimInTurnStatement = claiming(pickInTurn, 'place, due');

@Injectable()
export class SweepRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The first `limit` of what is due, whoever's. */
  async head({ slow, since, now }: Due, limit: number): Promise<Head> {
    const [row] = await this.dataSource.query<Head[]>(headStatement, [slow, now, since, limit]);
    return row!;
  }

  /** The next `visits` organizers with something waiting, after `after` in the order of ids. */
  async turn({ slow, now }: Due, after: number, visits: number): Promise<Turn> {
    const [row] = await this.dataSource.query<Turn[]>(turnStatement, [slow, now, after, visits]);
    return row!;
  }

  /** Leases what has been due the longest, of all or of each organizer; any number of processes may do it at once. */
  async claim({ due, limit, organizers, terms, lengthMs }: Claim): Promise<readonly string[]> {
    const { slow, since, now } = due;
    const parameters = [slow, now, since, limit, terms.owner, terms.epoch, lengthMs];
    const rows = organizers
      ? await this.dataSource.query<{ id: number }[]>(claimInTurnStatement, [...parameters, organizers])
      : await this.dataSource.query<{ id: number }[]>(claimOldestStatement, parameters);
    return rows.map(({ id }) => String(id));
  }
}
