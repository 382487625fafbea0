import { Injectable } from '@nestjs/common';
import { TransactionRunner } from '@app/database';

/** `owed`: what has not ended. `recorded`: all that was ever owed; `recent`: that of today and yesterday, more often. */
export const walkNames = ['owed', 'recent', 'recorded'] as const;
export type WalkName = (typeof walkNames)[number];

/** How far a walk has come. */
export interface WalkState {
  readonly name: WalkName;
  /** Null where the walk knows no days, and before its first step. */
  readonly day: string | null;
  /** The last id, or the next page. */
  readonly place: number;
  /** Unaccounted for, in this pass so far. */
  readonly found: number;
}

/** What the auditor found, whichever process it ran in. */
export interface WalkFinding {
  readonly name: WalkName;
  /** Deliveries found unaccounted for since the pass before the present one began. */
  readonly unaccounted: number;
  /** Seconds since a pass was last finished; null: none was yet. */
  readonly age: number | null;
}

/** A process that dies in the middle of its steps keeps the walk to itself for so long. */
const takenFor = '30 seconds';

/** Where the auditor's walks are kept: whoever goes on with one begins where it was left. */
@Injectable()
export class LedgerWalksRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  /** A walk that is due, for nobody else to take; undefined when none is. */
  async take(): Promise<WalkState | undefined> {
    const [[walk]] = await this.transactions.manager.query<[WalkState[], number]>(
      `UPDATE ledger_walks SET next_at = clock_timestamp() + interval '${takenFor}'
       WHERE name = (SELECT name FROM ledger_walks WHERE next_at <= clock_timestamp()
         ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING name, to_char(day, 'YYYY-MM-DD') AS day, place, found`,
    );
    return walk;
  }

  /** Keeps how far the walk has come; it goes on after a rest. */
  async keep({ name, day, place, found }: WalkState, restMs: number): Promise<void> {
    await this.transactions.manager.query(
      `UPDATE ledger_walks SET day = $2, place = $3, found = $4,
         next_at = clock_timestamp() + $5 * interval '1 millisecond' WHERE name = $1`,
      [name, day, place, found, restMs],
    );
  }

  /** The pass is over; the next one begins after a rest. */
  async finish({ name, found }: WalkState, restMs: number): Promise<void> {
    await this.transactions.manager.query(
      `UPDATE ledger_walks SET day = NULL, place = 0, found = 0, last_found = $2, finished = clock_timestamp(),
         next_at = clock_timestamp() + $3 * interval '1 millisecond' WHERE name = $1`,
      [name, found, restMs],
    );
  }

  async findings(): Promise<readonly WalkFinding[]> {
    return this.transactions.manager.query(
      `SELECT name, greatest(found, last_found) AS unaccounted,
         extract(epoch FROM clock_timestamp() - finished)::float8 AS age FROM ledger_walks ORDER BY name`,
    );
  }
}
