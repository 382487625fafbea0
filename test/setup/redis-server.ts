import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@app/testing';
import { Redis } from 'ioredis';
import { startProcess, stopProcess } from './server-process.js';

/** A Redis of the tests' own, with a numbered database for each application they start. */
export interface RedisServer {
  /** The URL of its databases is this and the number. */
  readonly url: string;
  stop(): Promise<void>;
}

export const redisDatabases = 4_096;
const startTimeoutMs = 10_000;

/** Starts the redis-server that is on the PATH. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const options = {
    port,
    bind: '127.0.0.1',
    databases: redisDatabases,
    save: '',
    appendonly: 'no',
    dir: tmpdir(),
  };
  const child = startProcess(
    'redis-server',
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  );
  const url = `redis://127.0.0.1:${port}/`;
  await untilReady(url);
  return { url, stop: () => stopProcess(child, 'SIGTERM') };
}

async function untilReady(url: string): Promise<void> {
  const until = Date.now() + startTimeoutMs;
  for (;;) {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return;
    } catch (error) {
      if (Date.now() > until) throw new Error('redis-server does not start.', { cause: error });
      await delay(50);
    } finally {
      redis.disconnect();
    }
  }
}
