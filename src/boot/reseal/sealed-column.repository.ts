import type { EntityManager } from '@app/database';
import type { SealedColumn } from '@app/secret-box';

export type RowKey = readonly (string | number)[];

export interface SealedRow {
  readonly key: RowKey;
  readonly sealed: Buffer;
}

export interface ResealedRow extends SealedRow {
  readonly fresh: Buffer;
}

/** One column of sealed texts, while others read and change its rows. */
export class SealedColumnRepository {
  private readonly names: string;

  constructor(
    private readonly column: SealedColumn,
    private readonly manager: EntityManager,
  ) {
    this.names = column.key.map(({ name }) => name).join(', ');
  }

  /** So many rows after this key, in the order of keys. */
  async page(after: RowKey | undefined, limit: number): Promise<readonly SealedRow[]> {
    const { table, column, key } = this.column;
    const values = key.map(({ type }, index) => `$${index + 2}::${type}`).join(', ');
    const rows = await this.manager.query<Record<string, unknown>[]>(
      `SELECT ${this.names}, ${column} AS sealed FROM ${table}
       ${after ? `WHERE (${this.names}) > (${values})` : ''} ORDER BY ${this.names} LIMIT $1`,
      [limit, ...(after ?? [])],
    );
    return rows.map((row) => ({
      key: key.map(({ name }) => row[name] as string | number),
      sealed: row['sealed'] as Buffer,
    }));
  }

  /** Leaves out what is no longer as it was read, and what somebody is just changing. @returns how many it replaced */
  async replace(rows: readonly ResealedRow[]): Promise<number> {
    const { table, column, key } = this.column;
    const arrays = [...key.map(({ type }) => type), 'bytea', 'bytea'].map(
      (type, index) => `$${index + 1}::${type}[]`,
    );
    const [, replaced] = await this.manager.query<[unknown[], number]>(
      `WITH given AS (
         SELECT * FROM unnest(${arrays.join(', ')}) AS given (${this.names}, former, fresh)
       ), held AS (
         SELECT ${this.names}, given.fresh FROM ${table} AS kept JOIN given USING (${this.names})
         WHERE kept.${column} = given.former FOR NO KEY UPDATE OF kept SKIP LOCKED
       )
       UPDATE ${table} AS kept SET ${column} = held.fresh FROM held
       WHERE ${key.map(({ name }) => `kept.${name} = held.${name}`).join(' AND ')}`,
      [
        ...key.map((_, index) => rows.map((row) => row.key[index])),
        rows.map(({ sealed }) => sealed),
        rows.map(({ fresh }) => fresh),
      ],
    );
    return replaced;
  }

  /** How many are sealed under each key, by its id: the bytes after version and length, as SecretBox writes them. */
  async countByKeyId(): Promise<ReadonlyMap<string, number>> {
    const { table, column } = this.column;
    const rows = await this.manager.query<{ id: string; count: number }[]>(
      `SELECT CASE WHEN length(${column}) > 1
         THEN encode(substring(${column} FROM 3 FOR get_byte(${column}, 1)), 'escape') ELSE '' END AS id,
         count(*)::integer AS count
       FROM ${table} GROUP BY 1`,
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }
}
