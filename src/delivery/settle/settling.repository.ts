import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';

/** The new state of one delivery, written only while `lease` still covers it. */
export interface StateChange {
  readonly id: number;
  readonly lease: string;
}

export interface RetryChange extends StateChange {
  /** Calls made in this round. */
  readonly attempt: number;
  readonly due: Date;
  readonly returnCode: number;
  readonly error: string | null;
}

/** Ids by what was written; those in none were covered by their lease no longer. */
export interface Settled {
  readonly retried: ReadonlySet<number>;
  readonly ended: ReadonlySet<number>;
  /** To be retried, but somebody asked to drop them while they were under way. */
  readonly dropped: ReadonlySet<number>;
}

/** A late result finds another lease, or none, and changes nothing. */
const settleStatement = `
  WITH retry AS (
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::timestamptz[], $5::smallint[], $6::text[])
      AS r (id, lease_id, attempt, due, return_code, error)
  ), finish AS (
    SELECT * FROM unnest($7::bigint[], $8::bigint[]) AS f (id, lease_id)
  ), retried AS (
    UPDATE owed o SET attempt = r.attempt, due = r.due, lease_id = NULL, slow = true,
      last_return_code = r.return_code, last_error = r.error
    FROM retry r WHERE o.id = r.id AND o.lease_id = r.lease_id AND NOT o.drop_requested RETURNING o.id
  ), dropped AS (
    DELETE FROM owed o USING retry r
    WHERE o.id = r.id AND o.lease_id = r.lease_id AND o.drop_requested RETURNING o.id
  ), ended AS (
    DELETE FROM owed o USING finish f WHERE o.id = f.id AND o.lease_id = f.lease_id RETURNING o.id
  )
  SELECT 'retried' AS kind, id FROM retried
  UNION ALL SELECT 'ended', id FROM ended
  UNION ALL SELECT 'dropped', id FROM dropped`;

@Injectable()
export class SettlingRepository {
  /** Writes a group's states in one statement; what a lease no longer covers is left alone. */
  async settle(
    retries: readonly RetryChange[],
    endings: readonly StateChange[],
    manager: EntityManager,
  ): Promise<Settled> {
    const rows = await manager.query<{ kind: 'retried' | 'ended' | 'dropped'; id: number }[]>(
      settleStatement,
      [
        retries.map(({ id }) => id),
        retries.map(({ lease }) => lease),
        retries.map(({ attempt }) => attempt),
        retries.map(({ due }) => due),
        retries.map(({ returnCode }) => returnCode),
        retries.map(({ error }) => error),
        endings.map(({ id }) => id),
        endings.map(({ lease }) => lease),
      ],
    );
    const idsOf = (wanted: string): ReadonlySet<number> =>
      new Set(rows.filter(({ kind }) => kind === wanted).map(({ id }) => id));
    return { retried: idsOf('retried'), ended: idsOf('ended'), dropped: idsOf('dropped') };
  }
}
