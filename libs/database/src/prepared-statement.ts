const names = new Map<string, string>();
const arrayParameter = /\$\d+::(\w+\[\])/g;

/**
 * Marks a statement of a hot path: each connection has it parsed once, under a name, and not every time. Use it as before:
 * `manager.query(preparedStatement, values)`. SteadyClient looks the name up by the text, because TypeORM has no way to
 * hand one on. It is for constants of modules: what is prepared stays so as long as the connection. PostgreSQL may settle for
 * one plan, made while a table was empty, until it next analyses that: not for tables that grow by thousands in a minute,
 * as what is owed does after a quiet night.
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `doorbell_${names.size + 1}`);
  return sql;
}

/**
 * As `prepared`, and planned once, too: PostgreSQL plans anew where it sees how long an array is (written as
 * `$1::bigint[]`), so it does not see it. Where notifications come one by one, in groups of 21, planning the fan-out took
 * 35 µs for each, more than the fan-out itself. The plan is made while the tables may be small, and kept until PostgreSQL
 * next analyses one: only for statements that then read a table once too often, not once for each row.
 */
export function plannedOnce(sql: string): string {
  return prepared(sql.replace(arrayParameter, '((SELECT $&)::$1)'));
}

/** The name of a prepared statement; undefined for all others. */
export const nameOfPrepared = (sql: unknown): string | undefined => names.get(sql as string);
