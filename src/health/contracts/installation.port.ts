export interface DatabaseState {
  /** PostgreSQL's own words. */
  readonly version: string;
  /** To this database, of everybody. */
  readonly connections: number;
  /** That the server allows, for all databases. */
  readonly mostConnections: number;
  readonly bytes: number;
  /** Days that notifications, the log and the ledger are kept in. */
  readonly partitions: number;
  readonly appliedMigrations: number;
  /** That this version needs and the database has not. */
  readonly pendingMigrations: number;
}

export interface RedisState {
  readonly version: string;
  readonly usedBytes: number;
  /** 0: as much as there is. */
  readonly mostBytes: number;
  /** `noeviction`, or jobs may be thrown away. */
  readonly evictionPolicy: string;
}

/** What Doorbell runs on, ten seconds old at most. */
export interface InstallationState {
  readonly doorbell: string;
  readonly node: string;
  readonly database: DatabaseState;
  /** `none`: the queue is in this process. `away`: it does not answer. */
  readonly redis: RedisState | 'none' | 'away';
}

/** What Doorbell runs on, for pages. */
export interface Installation {
  /** However often it is asked, the database is asked now and then. */
  state(): Promise<InstallationState>;
}
export const Installation = Symbol('Installation');
