import type { BenchDatabase } from './database.js';

/** SQL by column; `n` is the row's number, and `s` the row that is copied. */
export type Overrides = Readonly<Record<string, string>>;

export interface Filling {
  readonly table: string;
  /** SQL that yields the column `n`: as many copies. */
  readonly numbers: string;
  /** Of the row that is copied; any where it is left out. */
  readonly where?: string;
  readonly set: Overrides;
}

export const upTo = (count: number): string => `SELECT n FROM generate_series(1, ${count}) AS g (n)`;

/** Copies one row of a table many times: it is as Doorbell wrote it, but for the columns in `set`. */
export async function multiplyRow(
  database: BenchDatabase,
  { table, numbers, where = 'true', set }: Filling,
): Promise<void> {
  const columns = await database.query<{ name: string }>(
    `SELECT quote_ident(column_name) AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'NO' AND is_generated = 'NEVER'
     ORDER BY ordinal_position`,
    [table],
  );
  const names = columns.map(({ name }) => name);
  await database.query(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names.map((name) => set[name] ?? `s.${name}`).join(', ')}
     FROM (SELECT * FROM ${table} WHERE ${where} LIMIT 1) s CROSS JOIN (${numbers}) numbers`,
  );
}

/** Millions of rows come in faster without the table's indexes; they are made anew afterwards, as they were. */
export async function withoutIndexes(
  database: BenchDatabase,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  const indexes = await database.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i WHERE i.indrelid = $1::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [table],
  );
  for (const { name } of indexes) await database.query(`DROP INDEX ${name}`);
  await work();
  await database.query(`SET maintenance_work_mem = '1GB'`);
  // ONLY would leave the partitions without.
  for (const { definition } of indexes) await database.query(definition.replace(' ON ONLY ', ' ON '));
  await database.query(`VACUUM (ANALYZE) ${table}`);
}

/** Partitions of the days before today, as Doorbell names them. */
export async function makePastDays(database: BenchDatabase, table: string, days: number): Promise<void> {
  await database.query(
    `DO $$ DECLARE day date; BEGIN
       FOR day IN SELECT (now() AT TIME ZONE 'UTC')::date - n FROM generate_series(1, ${days}) AS g (n) LOOP
         EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF ${table} FOR VALUES FROM (%L) TO (%L)',
           '${table}_' || to_char(day, 'YYYY_MM_DD'), day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
       END LOOP;
     END $$`,
  );
}
