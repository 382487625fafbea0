import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Settings } from '../config/settings.js';

/** For each step: to connect, to sign in, to ask. */
const stepMs = 2_000;
/** For all of them together: less than health waits, which would take a slow Redis for one that nothing works without. */
const answerMs = 2_500;

/** A connection of its own that never waits: those of the queue hide that Redis is away. Any node of a cluster does. */
@Injectable()
export class RedisProbe implements OnApplicationShutdown {
  private readonly redis: Redis | undefined;
  private connecting: Promise<void> | undefined;

  constructor(@Inject(Settings) { redisUrl }: Settings) {
    if (redisUrl === undefined) return;
    this.redis = new Redis(redisUrl, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: stepMs,
      commandTimeout: stepMs,
      retryStrategy: () => null,
    });
    this.redis.on('error', () => undefined);
  }

  /** Whether there is a Redis at all. */
  get isUsed(): boolean {
    return this.redis !== undefined;
  }

  /** @throws when it does not answer within 2.5 s */
  async ping(): Promise<void> {
    await this.ask(async (redis) => redis.ping());
  }

  /** What it says of itself, by name. @throws when it does not answer within 2.5 s */
  async info(): Promise<ReadonlyMap<string, string>> {
    const lines = (await this.ask(async (redis) => redis.info())).split(/\r?\n/);
    return new Map(
      lines.flatMap((line) => {
        const at = line.indexOf(':');
        return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
      }),
    );
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private async ask<Answer>(question: (redis: Redis) => Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`Redis did not answer within ${answerMs} ms.`)), answerMs);
    });
    try {
      return await Promise.race([this.connected().then(question), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Who asks while it connects waits for the same connection. */
  private async connected(): Promise<Redis> {
    const redis = this.redis!;
    if (redis.status === 'wait' || redis.status === 'end') {
      this.connecting ??= redis.connect().finally(() => (this.connecting = undefined));
    }
    await this.connecting;
    return redis;
  }
}
