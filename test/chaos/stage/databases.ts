import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { PostgresCluster } from '../../setup/postgres-cluster.js';
import { Switchboard } from './switchboard.js';

const run = promisify(execFile);

export const databaseName = 'chaos';

/** As in production: what was committed survives a power cut. */
export const parameters = { max_connections: '200', shared_buffers: '64MB' } as const;

/** Runs one statement on a connection of its own. */
export async function ask<Row extends object>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Where a stage's PostgreSQL is, and what else of it has to be cleared away. */
export interface Database {
  /** As Doorbell connects. */
  readonly url: string;
  readonly cluster: PostgresCluster;
  readonly standby?: { readonly cluster: PostgresCluster; readonly switchboard: Switchboard };
  /** A file system of its own, which can be filled up. */
  readonly disk?: { fill(): Promise<void>; free(): Promise<void> };
  remove(): Promise<void>;
}

export const databaseKinds = ['plain', 'small-disk', 'with-standby'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

export const startDatabase: Readonly<Record<DatabaseKind, () => Promise<Database>>> = {
  plain: async () => {
    const cluster = await PostgresCluster.create('debian');
    await cluster.run(parameters);
    await createDatabase(cluster);
    return { url: cluster.url(databaseName), cluster, remove: async () => cluster.remove() };
  },
  'small-disk': startOnSmallDisk,
  'with-standby': startWithStandby,
};

async function createDatabase(cluster: PostgresCluster): Promise<void> {
  await ask(cluster.url('postgres'), `CREATE DATABASE ${databaseName}`);
}

/** @throws where this process may not mount file systems */
async function startOnSmallDisk(): Promise<Database> {
  const directory = await mkdtemp(join(tmpdir(), 'doorbell-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', directory]);
  const cluster = await PostgresCluster.create('debian', directory);
  await cluster.run({ ...parameters, max_wal_size: '64MB', min_wal_size: '32MB' });
  await createDatabase(cluster);
  const filler = join(directory, 'filler');
  return {
    url: cluster.url(databaseName),
    cluster,
    disk: {
      // dd ends with an error once nothing is left, which is the point.
      fill: async () =>
        void (await run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k']).catch(() => undefined)),
      free: async () => rm(filler, { force: true }),
    },
    remove: async () => {
      await cluster.remove();
      await run('umount', [directory]);
      await rm(directory, { recursive: true });
    },
  };
}

/** What is acknowledged is on the standby, too: that is what synchronous replication is for. */
async function startWithStandby(): Promise<Database> {
  const replication = { ...parameters, wal_level: 'replica', hot_standby: 'on' };
  const primary = await PostgresCluster.create('debian');
  await primary.run(replication);
  await createDatabase(primary);
  const standby = await primary.standby(replication);
  await ask(primary.url('postgres'), `ALTER SYSTEM SET synchronous_standby_names = '*'`);
  await ask(primary.url('postgres'), 'SELECT pg_reload_conf()');
  const switchboard = await Switchboard.open(primary.port);
  return {
    url: `postgres://postgres@127.0.0.1:${switchboard.port}/${databaseName}`,
    cluster: primary,
    standby: { cluster: standby, switchboard },
    remove: async () => {
      switchboard.close();
      await primary.end('SIGKILL');
      await standby.remove();
      await primary.remove();
    },
  };
}
