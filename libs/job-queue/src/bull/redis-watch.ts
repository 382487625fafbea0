import { Logger } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';
import { within } from './time-limit.js';

/** By the code of the log line: what is wrong with a Redis that can be reached. */
const sentences = {
  redis_silent: 'Redis is reached and does not answer; deliveries wait in PostgreSQL until it does.',
  redis_memory_full:
    'Redis has no memory left for jobs; deliveries wait in PostgreSQL until it has. Raise maxmemory, or find out what fills it.',
  redis_eviction_policy:
    'Redis may throw jobs away, which delays deliveries: set maxmemory-policy to noeviction.',
} as const;
export type RedisFault = keyof typeof sentences;

const lookEveryMs = 5_000;
const answerWithinMs = 1_000;
/** What a job needs beside what is in use. */
const leastFreeBytes = 64 * 1024;

/** Says, once each, what is wrong with Redis, and that it is right again. */
export class RedisWatch {
  private readonly logger = new Logger('Redis');
  private readonly present = new Set<RedisFault>();
  private lookedAt = -Infinity;

  /** Whether the fault is there now. */
  note(fault: RedisFault, isPresent: boolean, more: Readonly<Record<string, unknown>> = {}): void {
    if (isPresent === this.present.has(fault)) return;
    if (isPresent) {
      this.present.add(fault);
      this.logger.warn({ code: fault, message: sentences[fault], ...more });
    } else {
      this.present.delete(fault);
      this.logger.log({ code: 'redis_fault_over', message: `This is over: ${sentences[fault]}`, fault });
    }
  }

  /** Asks Redis about its memory; now and then, however often this is called, unless `atOnce`. */
  async look(client: Redis | Cluster, atOnce: boolean): Promise<void> {
    const now = performance.now();
    if (!atOnce && now - this.lookedAt < lookEveryMs) return;
    this.lookedAt = now;
    const memory = await within(answerWithinMs, client.info('memory'));
    if (memory === undefined) return;
    const limit = Number(valueOf(memory, 'maxmemory') ?? 0);
    const used = Number(valueOf(memory, 'used_memory') ?? 0);
    const policy = valueOf(memory, 'maxmemory_policy') ?? 'noeviction';
    const isRefusing = policy === 'noeviction' && limit > 0 && limit - used < leastFreeBytes;
    this.note('redis_memory_full', isRefusing, { maxmemory: limit });
    this.note('redis_eviction_policy', policy !== 'noeviction', { policy });
  }
}

/** INFO has a line for each: `maxmemory:0`. */
const valueOf = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
