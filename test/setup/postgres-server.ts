import { PostgresCluster, type PostgresKind, type PostgresParameters } from './postgres-cluster.js';

export { debianVersion, postgresKinds } from './postgres-cluster.js';
export type { PostgresKind, PostgresParameters } from './postgres-cluster.js';

/** A PostgreSQL of the tests' own: nothing of it outlives them. */
export interface PostgresServer {
  /** The URL of one of its databases. */
  url(database: string): string;
  /** The postmaster: the parent of every backend. */
  readonly pid: number;
  stop(): Promise<void>;
}

const forTests: PostgresParameters = {
  max_connections: '400',
  // It is thrown away, so it need not survive a power cut.
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '5s',
};

/** Starts a server with an empty data directory of its own. */
export async function startPostgres(
  kind: PostgresKind,
  parameters: PostgresParameters = forTests,
): Promise<PostgresServer> {
  const cluster = await PostgresCluster.create(kind);
  await cluster.run(parameters);
  return {
    url: (database) => cluster.url(database),
    pid: cluster.pid,
    stop: async () => cluster.remove(),
  };
}
