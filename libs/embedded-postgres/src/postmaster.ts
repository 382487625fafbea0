import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathForServer, type Place, serverEnvironment } from './cluster.js';
import { isServerOf } from './processes.js';

/** A server we started. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Resolves once it has ended, with what it ended by. */
  readonly ended: Promise<string>;
}

/** The size at which a log begins anew at the next start; the one before is kept. */
const longestLog = 8 * 1024 * 1024;

const settings = (port: number): readonly string[] => [
  `port=${port}`,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  // Errors go to who asked; here they would repeat what the statements held.
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_checkpoints=off',
  'timezone=UTC',
  'jit=off',
];

/**
 * Starts the server in a process group of its own: Ctrl-C in a terminal reaches a whole group, and would stop the
 * database while we still settle calls. It writes to a file, because a pipe would break when we die before it.
 */
export async function startPostmaster(
  postgres: string,
  place: Place,
  port: number,
  logFile: string,
): Promise<Postmaster> {
  await beginLogAnew(logFile);
  const log = await open(logFile, 'a', 0o600);
  try {
    const child = spawn(
      postgres,
      ['-D', pathForServer(place), ...settings(port).flatMap((setting) => ['-c', setting])],
      {
        ...place.account,
        cwd: place.directory,
        env: serverEnvironment(),
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once('error', (error) => resolve(error.message));
    });
    stopWithProcess(child.pid ?? 0, ended);
    child.unref();
    return { pid: child.pid ?? 0, port, ended };
  } finally {
    await log.close();
  }
}

/** Whoever ends our process, and however early: only a kill -9 leaves the server running. */
function stopWithProcess(pid: number, ended: Promise<string>): void {
  const stop = (): void => tell(pid, 'SIGINT');
  process.once('exit', stop);
  void ended.then(() => process.off('exit', stop));
}

async function beginLogAnew(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > longestLog) await rename(logFile, `${logFile}.1`);
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? address!.port : 0;
}

/** How the server is asked to end, from friendly to not at all, and how long each is given. */
const stopSignals = [
  // Waits for connections that are just closing: our pool says it has ended before they have.
  { signal: 'SIGTERM', patienceMs: 2_000 },
  { signal: 'SIGINT', patienceMs: 30_000 },
  { signal: 'SIGQUIT', patienceMs: 10_000 },
  { signal: 'SIGKILL', patienceMs: 10_000 },
] as const;

/** Ends the server, with rolled-back transactions and a clean file system wherever it listens to that. */
export async function stopPostmaster({ pid, ended }: Postmaster): Promise<void> {
  const hasEnded = ended.then(() => true);
  for (const { signal, patienceMs } of stopSignals) {
    tell(pid, signal);
    const patience = new AbortController();
    const timeout = sleep(patienceMs, false, { signal: patience.signal }).catch(() => false);
    const isOver = await Promise.race([hasEnded, timeout]);
    patience.abort();
    if (isOver) return;
  }
}

/** A signal to a process that may be gone already. */
export function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid > 0) process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

const askAgainMs = 50;

/**
 * Ends the server that a process of ours, killed before it could do so, has left on this directory, and waits for it.
 * Its pid file goes too when its process id has come to somebody else: PostgreSQL would take that for a server.
 */
export async function stopLeftover(directory: string, onProgress: (sentence: string) => void): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  const pid = await readPid(pidFile);
  if (!pid) return;
  if (await isServerOf(pid, directory)) {
    onProgress(`Stopping the database that an earlier run has left (process ${pid}) …`);
  }
  for (const { signal, patienceMs } of stopSignals) {
    if (!(await isServerOf(pid, directory))) break;
    tell(pid, signal);
    for (let waited = 0; waited < patienceMs && (await isServerOf(pid, directory)); waited += askAgainMs) {
      await sleep(askAgainMs);
    }
  }
  if ((await readPid(pidFile)) === pid) await rm(pidFile, { force: true });
}

async function readPid(pidFile: string): Promise<number | undefined> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  return Number.parseInt(text, 10) || undefined;
}
