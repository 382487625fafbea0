import { Inject, Injectable } from '@nestjs/common';
import { committedLazily, plannedOnce } from '@app/database';
import { FailurePoints, noFailurePoints } from '@app/failure-points';
import { DataSource } from 'typeorm';
import { Settings } from '../../config/settings.js';
import { underLease } from '../owed/under-lease.js';

const graceMs = 30_000;
const heartbeatLimit = '5 seconds';
/** Who has not been heard itself for so long does not judge the silence of others. */
const judgingLimit = '3 seconds';
/** Who leased something has queued it by then, or never will. */
const queuedWithinMs = 5_000;
const untakenAtOnce = 1_000;

/** Who a new lease belongs to: a process, or the queue whose memory is called `epoch` until a process takes it. */
export interface LeaseTerms {
  readonly owner: number | null;
  readonly epoch: string | null;
}

/** One delivery of a lease. */
export interface LeasedDelivery {
  readonly id: number;
  readonly lease: string;
}

/** The process that looks for void leases. */
export interface Observer {
  readonly id: number;
  /** Whether it may take a silent process for a dead one. */
  readonly isSteady: boolean;
  /** Leases it works on itself: they are its own to prolong and to end. */
  readonly held: readonly string[];
}

const takeStatement = plannedOnce(
  `UPDATE leases SET owner = $2, until = clock_timestamp() + $3 * interval '1 millisecond'
   WHERE id = ANY ($1::bigint[]) AND (owner = $2 OR (owner IS NULL AND until > clock_timestamp()))
     AND ${committedLazily}
   RETURNING id`,
);

/** What is still owed under the leases of the step `ended` may be taken by anybody. */
const freeing = (ended: string): string => `contents AS (
    DELETE FROM lease_contents l USING ${ended} e WHERE l.lease_id = e.id RETURNING l.lease_id, l.deliveries
  )
  UPDATE owed SET lease_id = NULL
  WHERE id = ANY (ARRAY(SELECT unnest(deliveries) FROM contents)) AND lease_id = ANY (ARRAY(SELECT lease_id FROM contents))`;

const releasing = (which = ''): string => `
  WITH released AS (
    DELETE FROM leases WHERE id = ANY ($1::bigint[]) AND (owner IS NULL OR owner = $2) ${which} AND ${committedLazily}
    RETURNING id
  ), ${freeing('released')}`;

/**
 * The right of one process to call certain deliveries, for a time. Times are PostgreSQL's own.
 *
 * Leases are taken, left and ended without waiting for the disk. What PostgreSQL forgets of that as it crashes leaves a
 * lease with the queue or with its owner: `untaken` finds it after five seconds. What was in flight at the crash may then
 * be called twice, as after any crash.
 */
@Injectable()
export class LeaseRepository {
  /** The request timeout + 30 s. */
  readonly lengthMs: number;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(Settings) settings: Settings,
    @Inject(FailurePoints) private readonly failurePoints: FailurePoints = noFailurePoints,
  ) {
    this.lengthMs = settings.requestTimeoutMs + graceMs;
  }

  /** Makes `owner` the holder of these; answers those of them that are not gone, another's, or nobody's and over. */
  async take(leases: readonly string[], owner: number): Promise<ReadonlySet<string>> {
    const [rows] = await this.dataSource.query<[{ id: number }[], number]>(takeStatement, [
      leases,
      owner,
      this.lengthMs,
    ]);
    this.failurePoints.pass('before-call');
    return new Set(rows.map(({ id }) => String(id)));
  }

  /** Prolongs what `owner` still works on; what PostgreSQL has forgotten that it took, it takes again. */
  async extend(leases: readonly string[], owner: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE leases SET owner = $2, until = clock_timestamp() + $3 * interval '1 millisecond'
       WHERE id = ANY ($1::bigint[]) AND (owner = $2 OR (owner IS NULL AND until > clock_timestamp()))`,
      [leases, owner, this.lengthMs],
    );
  }

  /** Ends leases of `owner`'s and nobody's; what is still owed under them may be taken by anybody. */
  async release(leases: readonly string[], owner: number | null): Promise<void> {
    await this.dataSource.query(releasing(), [leases, owner]);
  }

  /** The same of those that were `untaken`, and have not been taken since. */
  async releaseUntaken(leases: readonly string[], owner: number): Promise<void> {
    const statement = releasing(`AND until <= clock_timestamp() + $3 * interval '1 millisecond'`);
    await this.dataSource.query(statement, [leases, owner, this.untakenMs]);
  }

  /** Gives these back, each to be called from its `due` on in the slow lane; no attempt is counted. */
  async putOff(deliveries: readonly (LeasedDelivery & { readonly due: Date })[]): Promise<void> {
    await this.dataSource.query(
      `UPDATE owed o SET lease_id = NULL, slow = true, due = u.due
       FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS u (id, lease_id, due)
       WHERE ${underLease('$1', 'u')} AND ${committedLazily}`,
      [
        deliveries.map(({ id }) => id),
        deliveries.map(({ lease }) => lease),
        deliveries.map(({ due }) => due),
      ],
    );
  }

  /** Of a lease that was made some seconds ago, and not taken or prolonged since, at most so much is left. */
  private get untakenMs(): number {
    return this.lengthMs - queuedWithinMs;
  }

  /**
   * Leases that were made some seconds ago and that nobody has taken: if all is well, they are in the queue.
   * @param epoch the queue's present memory
   */
  async untaken(epoch: string | null, { id, held }: Observer): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: number }[]>(
      `SELECT id FROM leases
       WHERE ((owner IS NULL AND epoch = $1) OR (owner = $2 AND id <> ALL ($3::bigint[])))
         AND until BETWEEN clock_timestamp() AND clock_timestamp() + $4 * interval '1 millisecond'
       ORDER BY id LIMIT ${untakenAtOnce}`,
      [epoch, id, held, this.untakenMs],
    );
    return rows.map((row) => String(row.id));
  }

  /**
   * Ends every void lease: over its time, its owner's heartbeat over 5 s old, or queued in a memory that is lost. Of
   * others' it is told by their silence only while the observer itself is heard: PostgreSQL may have stood still since
   * it was said to be steady.
   * @param epoch the queue's present memory; null while it is unknown, which voids nothing
   * @returns how many deliveries are free again
   */
  async reap(epoch: string | null, observer: Observer): Promise<number> {
    const [, freed] = await this.dataSource.query<[unknown[], number]>(
      `WITH judge AS MATERIALIZED (
         SELECT $2::boolean AND EXISTS (
           SELECT FROM processes WHERE id = $3 AND heartbeat > clock_timestamp() - interval '${judgingLimit}') AS is_fit
       ), void AS (
         DELETE FROM leases l WHERE l.id IN (
           SELECT id FROM leases c
           WHERE (c.until < clock_timestamp() AND (c.owner IS NULL OR c.owner = $3 OR (SELECT is_fit FROM judge)) AND c.id <> ALL ($4::bigint[]))
             OR ((SELECT is_fit FROM judge) AND c.owner <> $3 AND NOT EXISTS (
               SELECT FROM processes p
               WHERE p.id = c.owner AND p.heartbeat > clock_timestamp() - interval '${heartbeatLimit}'))
             OR (c.owner IS NULL AND $1::text IS NOT NULL AND c.epoch IS DISTINCT FROM $1)
           FOR UPDATE SKIP LOCKED
         ) RETURNING l.id
       ), ${freeing('void')}`,
      [epoch, observer.isSteady, observer.id, observer.held],
    );
    return freed;
  }
}
