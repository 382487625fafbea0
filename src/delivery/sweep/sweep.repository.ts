import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { deliveriesPerJob } from '../dispatch/batch-size.js';
import type { LeaseTerms } from '../lease/lease.repository.js';

export interface Claim {
  readonly slow: boolean;
  /** Due at or before. */
  readonly now: Date;
  readonly organizers: readonly number[];
  /** From each organizer at most. */
  readonly each: number;
  readonly terms: LeaseTerms;
  readonly lengthMs: number;
}

/** Visits each organizer with waiting deliveries once, by jumping through the index, and keeps those with a due one. */
const organizersStatement = `
  WITH RECURSIVE waiting AS (
    (SELECT organizer_id FROM owed WHERE lease_id IS NULL AND slow = $1 AND organizer_id > $3
     ORDER BY organizer_id LIMIT 1)
    UNION ALL
    SELECT (SELECT o.organizer_id FROM owed o
            WHERE o.lease_id IS NULL AND o.slow = $1 AND o.organizer_id > w.organizer_id
            ORDER BY o.organizer_id LIMIT 1)
    FROM waiting w WHERE w.organizer_id IS NOT NULL
  )
  SELECT organizer_id AS id FROM waiting w
  WHERE organizer_id IS NOT NULL AND EXISTS (
    SELECT FROM owed o WHERE o.lease_id IS NULL AND o.slow = $1 AND o.organizer_id = w.organizer_id AND o.due <= $2)
  LIMIT $4`;

const claimStatement = `
  WITH due AS MATERIALIZED (
    SELECT d.* FROM unnest($1::bigint[]) AS o (organizer_id)
    CROSS JOIN LATERAL (
      SELECT id, due, webhook_id, notification_id FROM owed
      WHERE lease_id IS NULL AND slow = $2 AND organizer_id = o.organizer_id AND due <= $3
      ORDER BY due LIMIT $4 FOR UPDATE SKIP LOCKED
    ) d
  ), numbered AS MATERIALIZED (
    SELECT *, (row_number() OVER (ORDER BY due) - 1) / ${deliveriesPerJob} AS job FROM due
  ), leased AS MATERIALIZED (
    SELECT job, nextval('lease_ids') AS lease_id FROM (SELECT DISTINCT job FROM numbered) jobs
  ), new_leases AS (
    INSERT INTO leases (id, owner, epoch, until)
    SELECT lease_id, $5, $6, clock_timestamp() + $7 * interval '1 millisecond' FROM leased
  ), contents AS (
    INSERT INTO lease_contents (lease_id, deliveries, webhooks, notifications)
    SELECT lease_id, array_agg(id), array_agg(DISTINCT webhook_id), array_agg(DISTINCT notification_id)
    FROM numbered JOIN leased l USING (job) GROUP BY lease_id
  ), claimed AS (
    UPDATE owed SET lease_id = l.lease_id
    FROM numbered n JOIN leased l USING (job) WHERE owed.id = n.id
  )
  SELECT lease_id AS id FROM leased ORDER BY job`;

@Injectable()
export class SweepRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Organizers with something due in the lane, in the order of ids after `after`. */
  async organizersWithDue(
    slow: boolean,
    now: Date,
    after: number,
    limit: number,
  ): Promise<readonly number[]> {
    const rows = await this.dataSource.query<{ id: number }[]>(organizersStatement, [
      slow,
      now,
      after,
      limit,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Leases what is due, oldest first in each organizer; any number of processes may do it at once. */
  async claim({ slow, now, organizers, each, terms, lengthMs }: Claim): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: number }[]>(claimStatement, [
      organizers,
      slow,
      now,
      each,
      terms.owner,
      terms.epoch,
      lengthMs,
    ]);
    return rows.map(({ id }) => String(id));
  }
}
