import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { holdLock } from './named-locks.js';
import { type Connections, SideConnections } from './side-connections.js';

const dayMs = 86_400_000;

/** PostgreSQL's "no partition of relation found for row" (check_violation). */
const noPartition = '23514';
/** PostgreSQL's lock_not_available. */
const lockNotAvailable = '55P03';

/** Dropping stops everybody else on the table while it waits for its turn: so long, and no longer. */
const dropWaitMs = 1_000;

/** The table whose partition of the day was not there, where an insert failed for that. */
export function tableWithoutPartition(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && error.code === noPartition)) return undefined;
  return /no partition of relation "(\w+)"/.exec(error.message)?.[1];
}

/** The UTC days of partitioned tables: made ahead, by who needs one, and dropped when their time is over. */
@Injectable()
export class DayPartitions {
  /** `table day`s that this process has seen: they need not be looked up before each insert. */
  private readonly known = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(SideConnections) private readonly side: Connections = dataSource,
  ) {}

  /** The partitions of `table` for every UTC day from `from` to `days` later are there when this resolves. */
  async ensure(table: string, from: Date, days: number): Promise<void> {
    const first = dayOf(from);
    await this.make(
      table,
      Array.from({ length: days + 1 }, (_, index) => isoDay(first + index)),
    );
  }

  /**
   * The partitions of these moments are there when this resolves. Costs nothing once they are known, and may be called
   * before an insert inside a transaction: what is missing is made on another connection, which waits for no insert.
   */
  async require(table: string, moments: Iterable<Date>): Promise<void> {
    const missing = new Set<string>();
    let lastDay = Number.NaN;
    for (const moment of moments) {
      const day = dayOf(moment);
      if (day === lastDay) continue;
      lastDay = day;
      if (!this.known.has(keyOf(table, isoDay(day)))) missing.add(isoDay(day));
    }
    if (missing.size > 0) await this.make(table, [...missing]);
  }

  /**
   * Drops the partitions of `table` that end at or before `moment`; answers their first days, oldest first. One whose
   * table is busy for longer than a moment is left for the next time.
   */
  async dropBefore(table: string, moment: Date): Promise<readonly string[]> {
    const dropped: string[] = [];
    for (const day of await this.days(table)) {
      if (Date.parse(`${day}T00:00:00Z`) + dayMs > moment.getTime()) continue;
      if (await this.drop(table, day)) dropped.push(day);
    }
    return dropped;
  }

  /** The days `table` has partitions for, as `2026-05-03`, oldest first. */
  async days(table: string): Promise<readonly string[]> {
    const rows = await this.side.query<{ name: string }[]>(
      `SELECT c.relname AS name FROM pg_inherits i
       JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY 1`,
      [table],
    );
    return rows.map(({ name }) => name.slice(table.length + 1).replaceAll('_', '-'));
  }

  /** The table that holds this day alone. */
  nameOf(table: string, day: string): string {
    return partitionName(table, day);
  }

  private async make(table: string, wanted: readonly string[]): Promise<void> {
    const present = new Set(await this.days(table));
    const missing = wanted.filter((day) => !present.has(day)).toSorted();
    if (missing.length > 0) {
      await this.side.transaction(async (manager) => {
        // Two processes may make the same one at once: the lock makes the second find it.
        await holdLock(`partition ${table}`, manager);
        for (const day of missing) await makeOne(manager, table, day);
      });
    }
    for (const day of wanted) this.known.add(keyOf(table, day));
  }

  private async drop(table: string, day: string): Promise<boolean> {
    this.known.delete(keyOf(table, day));
    try {
      await this.dataSource.transaction(async (manager) => {
        await manager.query(`SET LOCAL lock_timeout = ${dropWaitMs}`);
        await manager.query(`DROP TABLE IF EXISTS "${partitionName(table, day)}"`);
      });
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === lockNotAvailable) return false;
      throw error;
    }
  }
}

/** ATTACH PARTITION waits for no insert into the table, which CREATE TABLE … PARTITION OF would. */
async function makeOne(manager: EntityManager, table: string, day: string): Promise<void> {
  const name = partitionName(table, day);
  const [found] = await manager.query<{ oid: string | null }[]>('SELECT to_regclass($1)::text AS oid', [
    name,
  ]);
  if (found?.oid) return;
  const end = isoDay(dayOf(new Date(`${day}T00:00:00Z`)) + 1);
  await manager.query(
    `CREATE TABLE "${name}" (LIKE "${table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE
       INCLUDING COMPRESSION INCLUDING STATISTICS);
     ALTER TABLE "${table}" ATTACH PARTITION "${name}" FOR VALUES FROM ('${day}T00:00:00Z') TO ('${end}T00:00:00Z')`,
  );
}

const dayOf = (moment: Date): number => Math.floor(moment.getTime() / dayMs);

const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

const keyOf = (table: string, day: string): string => `${table} ${day}`;

const partitionName = (table: string, day: string): string => `${table}_${day.replaceAll('-', '_')}`;
