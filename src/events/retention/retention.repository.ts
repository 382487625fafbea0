import { TransactionRunner } from '@app/database';
import { Injectable } from '@nestjs/common';

/** The statements of the purge. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  /** Keeps the day of this moment, and all after it, until then. */
  async hold(moment: Date, until: Date): Promise<void> {
    await this.transactions.manager.query(
      `INSERT INTO held_days (day, until) VALUES (($1::timestamptz AT TIME ZONE 'UTC')::date, $2)
       ON CONFLICT (day) DO UPDATE SET until = greatest(held_days.until, excluded.until)`,
      [moment, until],
    );
  }

  /** The beginning of the first day that is still held; null when none is. Those that are no more are forgotten. */
  async firstHeld(now: Date): Promise<Date | null> {
    await this.transactions.manager.query('DELETE FROM held_days WHERE until <= $1', [now]);
    const [row] = await this.transactions.manager.query<{ first: Date | null }[]>(
      `SELECT min(day)::timestamp AT TIME ZONE 'UTC' AS first FROM held_days`,
    );
    return row?.first ?? null;
  }

  /** Forgets so many keys of notifications recorded before; answers how many there were. */
  async forgetKeys(before: Date, limit: number): Promise<number> {
    return this.transactions.runApart(async (manager) => {
      const [, deleted] = await manager.query<[unknown[], number]>(
        `DELETE FROM recording_keys WHERE (organizer_id, key) IN (
           SELECT organizer_id, key FROM recording_keys WHERE recorded < $1 ORDER BY recorded LIMIT $2
         )`,
        [before, limit],
      );
      return deleted;
    });
  }
}
