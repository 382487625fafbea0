import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@app/testing';
import { Redis } from 'ioredis';
import { startProcess, stopProcess } from '../setup/server-process.js';

/** A Redis of one test's own, for what would disturb the others: it can lose everything, go away and come back. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly parameters: readonly string[],
  ) {}

  static async start(...parameters: readonly string[]): Promise<RedisServer> {
    const directory = await mkdtemp(join(tmpdir(), 'doorbell-redis-'));
    const server = new RedisServer(await freePort(), directory, parameters);
    await server.run();
    return server;
  }

  /** A Cluster of one node, which holds all slots: it refuses commands over keys of several slots as any other does. */
  static async startCluster(): Promise<RedisServer> {
    const server = await RedisServer.start('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1');
    await server.send('cluster', 'addslotsrange', '0', '16383');
    while (!String(await server.send('cluster', 'info')).includes('cluster_state:ok')) await sleep(20);
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it (again), empty. */
  async run(): Promise<void> {
    const parameters = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', ''];
    parameters.push('--dir', this.directory, ...this.parameters);
    this.process = startProcess('redis-server', parameters);
    await this.send('ping');
  }

  /** One command, on a connection of its own. */
  async send(command: string, ...args: readonly string[]): Promise<unknown> {
    const client = new Redis(this.url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
    client.on('error', () => undefined);
    try {
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** SIGSTOP freezes it, SIGCONT lets it go on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.process?.kill(name);
  }

  /** Ends it at once, with all it held. */
  async kill(): Promise<void> {
    if (this.process) await stopProcess(this.process, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}
