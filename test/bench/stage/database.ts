import { Client } from 'pg';
import { familyCpuSeconds } from '../measure/processes.js';

/** What PostgreSQL has done since it started, for one database where it can tell. */
export interface DatabaseCounters {
  readonly cpuSeconds: number;
  readonly walBytes: number;
  readonly statements: number;
  readonly rowsWritten: number;
}

/** One database of the bench's server, with a connection to look into it. */
export class BenchDatabase {
  private constructor(
    readonly url: string,
    private readonly name: string,
    private readonly client: Client,
    private readonly postmaster: number,
  ) {}

  static async create(serverUrl: string, name: string, postmaster: number): Promise<BenchDatabase> {
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    await server.query(`CREATE DATABASE ${name}`);
    await server.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await server.end();
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const client = new Client({ connectionString: url.href, application_name: 'bench' });
    await client.connect();
    await client.query('CREATE EXTENSION pg_stat_statements');
    return new BenchDatabase(url.href, name, client, postmaster);
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.client.query<Row>(sql, [...parameters])).rows;
  }

  /** The number a statement yields in its first column. */
  async number(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    const [row] = await this.query<Record<string, unknown>>(sql, parameters);
    return Number(Object.values(row ?? {})[0]);
  }

  /** Rows are told by a backend a second late, or as it ends: they are right once Doorbell has stopped. */
  async counters(): Promise<DatabaseCounters> {
    const [row] = await this.query<Record<'wal' | 'statements' | 'rows', string>>(
      `SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS wal,
         (SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s
          WHERE s.dbid = d.oid AND s.query NOT LIKE '%pg_stat_statements%') AS statements,
         pg_stat_get_db_tuples_inserted(d.oid) + pg_stat_get_db_tuples_updated(d.oid)
           + pg_stat_get_db_tuples_deleted(d.oid) AS rows
       FROM pg_database d WHERE d.datname = current_database()`,
    );
    return {
      cpuSeconds: familyCpuSeconds(this.postmaster),
      walBytes: Number(row!.wal),
      statements: Number(row!.statements),
      rowsWritten: Number(row!.rows),
    };
  }

  /** @throws when somebody still uses it. */
  async drop(serverUrl: string): Promise<void> {
    await this.client.end();
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    await server.query(`DROP DATABASE ${this.name} WITH (FORCE)`);
    await server.end();
  }
}
