import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

const dayMs = 86_400_000;

/** PostgreSQL's "no partition of relation found for row" (check_violation). */
const noPartition = '23514';

/** Whether an insert failed because the day's partition does not exist yet. */
export function isPartitionMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === noPartition &&
    error.message.includes('no partition of relation')
  );
}

/** The UTC days of partitioned tables: made ahead, by who needs one, and dropped when their time is over. */
@Injectable()
export class DayPartitions {
  constructor(private readonly dataSource: DataSource) {}

  /** Makes the partitions of `table` for every UTC day from `from` to `days` later that are not there yet. */
  async ensure(table: string, from: Date, days: number): Promise<void> {
    const first = Math.floor(from.getTime() / dayMs);
    for (let day = first; day <= first + days; day += 1) {
      const [start, end] = [isoDay(day), isoDay(day + 1)];
      // Two processes may make the same one at once: the lock makes the second find it.
      await this.dataSource.transaction(async (manager) => {
        await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`partition ${table}`]);
        await manager.query(
          `CREATE TABLE IF NOT EXISTS "${partitionName(table, start)}" PARTITION OF "${table}"
           FOR VALUES FROM ('${start}T00:00:00Z') TO ('${end}T00:00:00Z')`,
        );
      });
    }
  }

  /** Drops the partitions of `table` that end at or before `moment`; answers their first days, oldest first. */
  async dropBefore(table: string, moment: Date): Promise<readonly string[]> {
    const days = await this.days(table);
    const over = days.filter((day) => Date.parse(`${day}T00:00:00Z`) + dayMs <= moment.getTime());
    for (const day of over)
      await this.dataSource.query(`DROP TABLE IF EXISTS "${partitionName(table, day)}"`);
    return over;
  }

  /** The days `table` has partitions for, as `2026-05-03`, oldest first. */
  async days(table: string): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ name: string }[]>(
      `SELECT c.relname AS name FROM pg_inherits i
       JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY 1`,
      [table],
    );
    return rows.map(({ name }) => name.slice(table.length + 1).replaceAll('_', '-'));
  }
}

const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

const partitionName = (table: string, day: string): string => `${table}_${day.replaceAll('-', '_')}`;
