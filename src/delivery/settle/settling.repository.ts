import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';
import { FailurePoints } from '@app/failure-points';
import { underLease } from '../owed/under-lease.js';

/** The new state of one delivery, written only while `lease` still covers it. */
export interface StateChange {
  readonly id: number;
  readonly lease: string;
}

export interface RetryChange extends StateChange {
  /** Calls that count in this round. */
  readonly attempts: number;
  readonly due: Date;
  readonly returnCode: number;
  readonly error: string | null;
  /** What is owed under an older generation is not retried. */
  readonly fromGeneration: number;
}

/** `dropped`: was to be retried, but somebody asked not to. `stale`: the webhook was disabled or deleted meanwhile. */
const settledKinds = ['retried', 'ended', 'dropped', 'stale'] as const;
export type SettledKind = (typeof settledKinds)[number];

/** What was written. Of two calls of one delivery that end together, a lease covers one at most. */
export class Settled {
  private readonly byId: ReadonlyMap<number, SettledRow>;

  constructor(rows: readonly SettledRow[]) {
    this.byId = new Map(rows.map((row) => [row.id, row]));
  }

  /** undefined: the lease covers the delivery no longer, and nothing was written. */
  of(id: number, lease: string): SettledKind | undefined {
    const row = this.byId.get(id);
    return row && String(row.lease_id) === lease ? row.kind : undefined;
  }
}

interface SettledRow {
  readonly kind: SettledKind;
  readonly id: number;
  readonly lease_id: number;
}

// A late result finds another lease, or none, and changes nothing. Most groups only have endings, and the statement for
// these is planned each time, quickly: a prepared plan would be one for a table as small as owed mostly is.
const endStatement = `
  DELETE FROM owed o USING unnest($1::bigint[], $2::bigint[]) AS f (id, lease_id)
  WHERE ${underLease('$1', 'f')} RETURNING 'ended' AS kind, o.id, f.lease_id`;
const retryStatement = `
  UPDATE owed o SET attempt = r.attempts, due = r.due, lease_id = NULL, slow = true,
    last_return_code = r.return_code, last_error = r.error
  FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::timestamptz[], $5::smallint[], $6::text[], $7::integer[])
    AS r (id, lease_id, attempts, due, return_code, error, from_generation)
  WHERE ${underLease('$1', 'r')} AND o.generation >= r.from_generation AND NOT o.drop_requested
  RETURNING 'retried' AS kind, o.id, r.lease_id`;
const dropStatement = `
  DELETE FROM owed o USING unnest($1::bigint[], $2::bigint[], $3::integer[]) AS r (id, lease_id, from_generation)
  WHERE ${underLease('$1', 'r')} AND (o.generation < r.from_generation OR o.drop_requested)
  RETURNING CASE WHEN o.generation < r.from_generation THEN 'stale' ELSE 'dropped' END AS kind, o.id, r.lease_id`;

@Injectable()
export class SettlingRepository {
  constructor(@Inject(FailurePoints) private readonly failurePoints: FailurePoints) {}

  /** Writes a group's states in one statement for each way they go; what a lease no longer covers is left alone. */
  async settle(
    retries: readonly RetryChange[],
    endings: readonly StateChange[],
    manager: EntityManager,
  ): Promise<Settled> {
    this.failurePoints.pass('before-settling');
    const ended = await this.end(endings, manager);
    const retried = await this.retry(retries, manager);
    this.failurePoints.pass('in-settling');
    return new Settled([...ended, ...retried]);
  }

  private async end(endings: readonly StateChange[], manager: EntityManager): Promise<readonly SettledRow[]> {
    if (endings.length === 0) return [];
    const [rows] = await manager.query<[SettledRow[], number]>(endStatement, [
      endings.map(({ id }) => id),
      endings.map(({ lease }) => lease),
    ]);
    return rows;
  }

  private async retry(
    retries: readonly RetryChange[],
    manager: EntityManager,
  ): Promise<readonly SettledRow[]> {
    if (retries.length === 0) return [];
    const [retried] = await manager.query<[SettledRow[], number]>(retryStatement, [
      retries.map(({ id }) => id),
      retries.map(({ lease }) => lease),
      retries.map(({ attempts }) => attempts),
      retries.map(({ due }) => due),
      retries.map(({ returnCode }) => returnCode),
      retries.map(({ error }) => error),
      retries.map(({ fromGeneration }) => fromGeneration),
    ]);
    // Mostly none. They are looked for afterwards, or who asks not to be retried while the first statement waits is missed.
    if (retried.length === retries.length) return retried;
    const [dropped] = await manager.query<[SettledRow[], number]>(dropStatement, [
      retries.map(({ id }) => id),
      retries.map(({ lease }) => lease),
      retries.map(({ fromGeneration }) => fromGeneration),
    ]);
    return [...retried, ...dropped];
  }
}
