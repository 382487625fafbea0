/** Where a module keeps sealed texts. It declares each such column, so that a rotation of keys can go through it. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The table's primary key, in its order. */
  readonly key: readonly SealedColumnKey[];
}

export interface SealedColumnKey {
  readonly name: string;
  readonly type: 'bigint' | 'text';
}
