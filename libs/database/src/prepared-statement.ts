const names = new Map<string, string>();

/**
 * Marks a statement of a hot path: each connection has it parsed and planned once, under a name, and not every time.
 * Use it as before: `manager.query(preparedStatement, values)`. SteadyClient looks the name up by the text, because
 * TypeORM has no way to hand one on. It is for constants of modules: what is prepared stays so as long as the connection.
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `doorbell_${names.size + 1}`);
  return sql;
}

/** The name of a prepared statement; undefined for all others. */
export const nameOfPrepared = (sql: unknown): string | undefined => names.get(sql as string);
