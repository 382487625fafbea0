import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { serverAccount } from './account.js';
import { databaseName, ensureCluster, type Place, superuser } from './cluster.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { keptSecret } from './kept-secret.js';
import { freePort, type Postmaster, startPostmaster, stopLeftover, stopPostmaster } from './postmaster.js';
import { findPrograms } from './programs.js';

export interface EmbeddedDatabaseOptions {
  /** Data, password and log lie in here; who starts the database holds the folder's lock. */
  readonly dataDirectory: string;
  /** What takes longer than a moment, in a sentence. */
  readonly onProgress?: (sentence: string) => void;
  /** The server has gone while it was needed, and it was started again. */
  readonly onRestart?: (reason: string) => void;
  /** The server has gone for good. */
  readonly onLost?: (error: Error) => void;
}

interface Cluster extends Place {
  readonly postgres: string;
  readonly password: string;
  readonly logFile: string;
}

/** Recovery after a crash is included. */
const startPatienceMs = 120_000;
/** Processes of a server that was killed may hold its memory for a while; it then refuses to start. */
const mostStarts = 60;
const startAgainMs = 500;
const askAgainMs = 50;

const nothing = (): void => undefined;

/** A PostgreSQL of our own on 127.0.0.1, from an npm package, with its data in our folder. */
export class EmbeddedDatabase {
  private isStopping = false;
  private restarted: Promise<void> = Promise.resolve();

  private constructor(
    private readonly cluster: Cluster,
    private server: Postmaster,
    private readonly options: EmbeddedDatabaseOptions,
  ) {
    this.restartWhenGone(server);
  }

  /**
   * Running and reachable at `url` once it resolves. A server that a killed process has left is stopped first.
   * @throws EmbeddedDatabaseError with a sentence on what to do.
   */
  static async start(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
    const { dataDirectory, onProgress = nothing } = options;
    const directory = join(dataDirectory, 'postgres');
    const account = await serverAccount(directory);
    const programs = await findPrograms(account, onProgress);
    const secret = await keptSecret(join(dataDirectory, 'postgres-password'), () =>
      randomBytes(24).toString('base64url'),
    );
    await stopLeftover(directory, onProgress);
    const place = { directory, account };
    await ensureCluster(place, programs, secret.text, onProgress);
    const logFile = join(dataDirectory, 'postgres.log');
    const cluster = { ...place, postgres: programs.postgres, password: secret.text, logFile };
    const server = await startServer(cluster, undefined);
    try {
      await ensureDatabase(urlOf(cluster, server.port, 'postgres'));
    } catch (error) {
      await stopPostmaster(server);
      throw error;
    }
    return new EmbeddedDatabase(cluster, server, options);
  }

  get url(): string {
    return urlOf(this.cluster, this.server.port, databaseName);
  }

  /** Stopped and at rest once it resolves. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.restarted;
    await stopPostmaster(this.server);
  }

  private restartWhenGone(server: Postmaster): void {
    void server.ended.then((reason) => this.goOn(reason));
  }

  private goOn(reason: string): void {
    if (!this.isStopping) this.restarted = this.restart(reason);
  }

  /** On the same port, so that the connection pool finds it again. */
  private async restart(reason: string): Promise<void> {
    try {
      this.server = await startServer(this.cluster, this.server.port);
      this.options.onRestart?.(reason);
      this.restartWhenGone(this.server);
    } catch (error) {
      this.options.onLost?.(error as Error);
    }
  }
}

const urlOf = ({ password }: Cluster, port: number, database: string): string =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;

/** @param port undefined: any, and another one should it be taken meanwhile. */
async function startServer(cluster: Cluster, port: number | undefined): Promise<Postmaster> {
  let reason = '';
  for (let attempt = 0; attempt < mostStarts; attempt += 1) {
    if (attempt > 0) {
      await sleep(startAgainMs);
      await stopLeftover(cluster.directory, nothing);
    }
    const server = await startPostmaster(
      cluster.postgres,
      cluster,
      port ?? (await freePort()),
      cluster.logFile,
    );
    const outcome = await readyOrEnded(cluster, server);
    if (outcome === undefined) return server;
    if (outcome instanceof Error) {
      await stopPostmaster(server);
      throw outcome;
    }
    reason = await lastWords(cluster.logFile, outcome.why);
    if (!isPassing(reason)) break;
  }
  throw new EmbeddedDatabaseError(
    `The embedded database did not start: ${reason} Its log is ${cluster.logFile}.`,
  );
}

/** Reasons that go away by themselves: what a killed server has left, a port that somebody else took. */
const isPassing = (reason: string): boolean =>
  /shared memory block|lock file|could not (bind|create any TCP)|Address already in use/.test(reason);

async function lastWords(logFile: string, ended: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-6);
  const fatal = lines.filter((line) => /FATAL|PANIC|HINT|could not|refuse/.test(line));
  return fatal.length > 0 ? fatal.join(' ') : `${ended}.`;
}

/** @returns undefined once it answers, why it ended, or an error when waiting is in vain. */
async function readyOrEnded(
  cluster: Cluster,
  server: Postmaster,
): Promise<{ readonly why: string } | Error | undefined> {
  const waiting = new AbortController();
  const ended = server.ended.then((why) => ({ why }));
  try {
    return await Promise.race([ended, untilReady(cluster, server.port, waiting.signal)]);
  } finally {
    waiting.abort();
  }
}

async function untilReady(cluster: Cluster, port: number, waiting: AbortSignal): Promise<Error | undefined> {
  const until = Date.now() + startPatienceMs;
  while (Date.now() < until && !waiting.aborted) {
    await sleep(askAgainMs);
    const fault = await withClient(urlOf(cluster, port, 'postgres'), async () => undefined).catch(
      (error: Error & { code?: string }) => error,
    );
    if (!fault) return undefined;
    if (fault.code === '28P01') {
      return new EmbeddedDatabaseError(
        `The database in ${cluster.directory} has another password than the file postgres-password beside it: put that file back.`,
        { cause: fault },
      );
    }
  }
  return new EmbeddedDatabaseError(`The embedded database does not answer. Its log is ${cluster.logFile}.`);
}

async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  });
}

async function withClient<Result>(
  connectionString: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  // A connection that breaks while nobody asks anything must not end the process.
  client.on('error', nothing);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
