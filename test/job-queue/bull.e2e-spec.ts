import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@app/testing';
import { Logger } from '@nestjs/common';
import Bull from 'bull';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BullQueue,
  type JobHandler,
  type Lane,
  lanes,
  type LeaseJob,
  QueueConnections,
} from '@app/job-queue';
import { describeJobQueue } from '../../libs/job-queue/src/job-queue.conformance.js';
import { RedisServer } from './redis-server.js';

let redis: RedisServer;
let cluster: RedisServer;
beforeAll(async () => {
  [redis, cluster] = await Promise.all([RedisServer.start(), RedisServer.startCluster()]);
});
afterAll(async () => void (await Promise.all([redis.stop(), cluster.stop()])));

const queueOf = async (url: string, handler?: JobHandler): Promise<BullQueue> => {
  const connections = await QueueConnections.open(url);
  const create = (lane: Lane): Bull.Queue<LeaseJob> => {
    const queue = new Bull<LeaseJob>(lane, connections.queueOptions);
    if (handler) void queue.process(4, async ({ data }) => handler.handle(lane, data));
    return queue;
  };
  return new BullQueue({ fresh: create('fresh'), slow: create('slow') }, connections);
};

const ready = async (queue: BullQueue): Promise<BullQueue> => {
  await expect.poll(() => queue.epoch()).toBeTruthy();
  return queue;
};

describeJobQueue('Bull', async (handler) => {
  await redis.send('flushall');
  return ready(await queueOf(redis.url, handler));
});

describeJobQueue('Bull over a Redis Cluster', async (handler) => {
  await cluster.send('flushall');
  return ready(await queueOf(cluster.url, handler));
});

describe('Bull that is closed at any moment after it was opened', () => {
  const rejections: unknown[] = [];
  const keep = (reason: unknown): void => void rejections.push(reason);
  beforeAll(() => void process.on('unhandledRejection', keep));
  afterAll(() => void process.off('unhandledRejection', keep));

  it('leaves no rejection to nobody', async () => {
    for (let moment = 0; moment < 40; moment += 1) {
      const queue = await queueOf(redis.url, { handle: async () => undefined });
      await sleep(moment % 20);
      if (moment >= 20) await queue.epoch();
      if (moment % 2 === 1) await queue.stopTaking();
      await queue.close();
    }
    await sleep(100);
    expect(rejections).toEqual([]);
  });
});

describe('Bull over a Redis that fails', () => {
  const handled: string[] = [];
  let producer: BullQueue;
  let worker: BullQueue;

  beforeEach(async () => {
    await redis.send('flushall');
    handled.length = 0;
    producer = await ready(await queueOf(redis.url));
    worker = await ready(
      await queueOf(redis.url, { handle: async (_lane, { lease }) => void handled.push(lease) }),
    );
  });
  afterEach(async () => {
    await worker.stopTaking();
    await Promise.all([producer.close(), worker.close()]);
  });

  const add = async (lease: string): Promise<boolean> => producer.add('fresh', [{ version: 1, lease }]);

  it('has one name for its memory in every process, and another one once that is lost', async () => {
    const epoch = await producer.epoch();
    expect(await worker.epoch()).toBe(epoch);
    await redis.send('flushall');
    const next = await worker.epoch();
    expect(next).toBeTruthy();
    expect(next).not.toBe(epoch);
    expect(await producer.epoch()).toBe(next);
  });

  it('hands out again after a flush', async () => {
    await add('1');
    await expect.poll(() => handled).toEqual(['1']);
    await redis.send('flushall');
    expect(await add('2')).toBe(true);
    await expect.poll(() => handled, { timeout: 4_000 }).toEqual(['1', '2']);
  });

  it('takes nothing and has no name while Redis is away, and goes on when it is back', async () => {
    await redis.kill();
    await expect.poll(() => producer.epoch()).toBeNull();
    const began = performance.now();
    expect(await add('1')).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_500);
    await redis.run();
    await expect.poll(() => producer.epoch(), { timeout: 5_000 }).toBeTruthy();
    expect(await add('2')).toBe(true);
    await expect.poll(() => handled, { timeout: 10_000 }).toContain('2');
  });

  it('starts and ends without a Redis', async () => {
    const nobody = await queueOf(`redis://127.0.0.1:${await freePort()}`, { handle: async () => undefined });
    expect(await nobody.epoch()).toBeNull();
    expect(await nobody.add('fresh', [{ version: 1, lease: '1' }])).toBe(false);
    await nobody.stopTaking();
    await nobody.close();
  });

  it('knows how many wait', async () => {
    await worker.stopTaking();
    await add('1');
    await add('2');
    expect(producer.waiting('fresh')).toBe(2);
    await worker.epoch();
    expect(lanes.map((lane) => worker.waiting(lane))).toEqual([2, 0]);
  });

  it('leaves nothing of a job behind', async () => {
    await add('1');
    await expect.poll(() => handled).toEqual(['1']);
    await expect.poll(async () => ((await redis.send('keys', '*:fresh:[0-9]*')) as string[]).length).toBe(0);
  });
});

describe('Bull over a Redis with something wrong', () => {
  let own: RedisServer;
  let queue: BullQueue;
  beforeEach(async () => {
    own = await RedisServer.start();
    queue = await ready(await queueOf(own.url));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await queue.close();
    await own.stop();
  });

  /** What is logged while the queue's state is read again and again: resolves once the code is among it. */
  async function said(kind: 'warn' | 'log', code: string): Promise<string> {
    const lines = vi.spyOn(Logger.prototype, kind).mockImplementation(() => undefined);
    const codes = async (): Promise<readonly unknown[]> => {
      await queue.epoch();
      return lines.mock.calls.map(([line]) => (line as { readonly code?: string }).code);
    };
    await vi.waitUntil(async () => (await codes()).includes(code), { timeout: 12_000, interval: 200 });
    return code;
  }

  it('says that its memory is full, and that this is over', async () => {
    await own.send('config', 'set', 'maxmemory', '1mb');
    expect(await said('warn', 'redis_memory_full')).toBeTruthy();
    await own.send('config', 'set', 'maxmemory', '0');
    expect(await said('log', 'redis_fault_over')).toBeTruthy();
  }, 30_000);

  it('names a policy that throws jobs away', async () => {
    await own.send('config', 'set', 'maxmemory-policy', 'allkeys-lru');
    expect(await said('warn', 'redis_eviction_policy')).toBeTruthy();
  }, 30_000);

  it('says that it does not answer, though it is connected', async () => {
    own.signal('SIGSTOP');
    expect(await said('warn', 'redis_silent')).toBeTruthy();
    own.signal('SIGCONT');
    expect(await said('log', 'redis_fault_over')).toBeTruthy();
  }, 30_000);
});
