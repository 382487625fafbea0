import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@app/testing';
import { startProcess, stopProcess } from '../../setup/server-process.js';
import { cpuSeconds, residentBytes } from '../measure/processes.js';

export const adminToken = 'bench-admin-token-0123456789abcdef';
const startTimeoutMs = 60_000;
const entry = fileURLToPath(new URL('../../../dist/src/main.js', import.meta.url));

/** As `npm start` and the image have them. */
const nodeOptions = ['--enable-source-maps', '--max-semi-space-size=32', '--max-old-space-size=2000'];

export type Environment = Readonly<Record<string, string>>;

/** A server under test, as a process of its own. */
export class ServerProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Resolves once `readyPath` answers. What the process logs goes where production's would cost nothing. */
  static async start(
    parameters: readonly string[],
    environment: Environment,
    readyPath: string,
  ): Promise<ServerProcess> {
    const port = await freePort();
    const stdout = process.env['DOORBELL_TEST_SERVER_LOG'] ? 'inherit' : 'ignore';
    const child = startProcess(process.execPath, parameters, {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), ...environment },
      stdio: ['ignore', stdout, 'inherit'],
    });
    const server = new ServerProcess(`http://127.0.0.1:${port}`, child);
    await server.ready(readyPath);
    return server;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get cpuSeconds(): number {
    return cpuSeconds(this.pid);
  }

  get residentBytes(): number {
    return residentBytes(this.pid);
  }

  async stop(): Promise<void> {
    await stopProcess(this.child, 'SIGTERM');
  }

  private async ready(path: string): Promise<void> {
    const until = Date.now() + startTimeoutMs;
    for (;;) {
      const response = await fetch(new URL(path, this.url)).catch(() => undefined);
      await response?.arrayBuffer();
      if (response && response.status < 500) return;
      if (this.child.exitCode !== null || Date.now() > until) throw new Error('A server does not start.');
      await sleep(50);
    }
  }
}

/** The built Doorbell, over PostgreSQL and, where it is to use Bull, Redis. */
export async function startDoorbell(environment: Environment): Promise<ServerProcess> {
  const settings = {
    HOST: '127.0.0.1',
    DOORBELL_ADMIN_TOKEN: adminToken,
    DOORBELL_SECRET_KEY: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    DOORBELL_ALLOWED_TARGETS: '127.0.0.0/8',
    UV_THREADPOOL_SIZE: '64',
    ...environment,
  };
  return ServerProcess.start([...nodeOptions, entry], settings, '/health/ready');
}
