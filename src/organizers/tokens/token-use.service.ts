import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import type { KnownToken } from './known-tokens.service.js';

/** Use is noted to the minute. */
const noteEveryMs = 60_000;
const writeAfterMs = 1_000;
const rememberedTokens = 10_000;

/** Writes when tokens were last used: to the minute, many in one statement, and never while a request waits. */
@Injectable()
export class TokenUse implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TokenUse.name);
  private readonly noted = new LRUCache<number, Date>({ max: rememberedTokens });
  private unwritten = new Map<number, Date>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** The token was used at `now`; it is written soon, unless that was done within the last minute. */
  note({ id, lastUsed }: Pick<KnownToken, 'id' | 'lastUsed'>, now: Date): void {
    // Another process may have noted it since.
    const latest = Math.max(this.noted.get(id)?.getTime() ?? 0, lastUsed?.getTime() ?? 0);
    if (now.getTime() - latest < noteEveryMs) return;
    this.noted.set(id, now);
    this.unwritten.set(id, now);
    this.timer ??= setTimeout(() => void this.write(), writeAfterMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.write();
  }

  private async write(): Promise<void> {
    this.timer = undefined;
    const { unwritten } = this;
    this.unwritten = new Map();
    if (unwritten.size === 0) return;
    try {
      // A row that another process is writing is skipped: it writes the same minute.
      await this.dataSource.query(
        `WITH used AS (
           SELECT t.id, u.at FROM unnest($1::bigint[], $2::timestamptz[]) AS u (id, at)
           JOIN tokens t ON t.id = u.id AND (t.last_used IS NULL OR t.last_used < u.at)
           FOR UPDATE OF t SKIP LOCKED)
         UPDATE tokens t SET last_used = used.at FROM used WHERE t.id = used.id`,
        [[...unwritten.keys()], [...unwritten.values()]],
      );
    } catch (error) {
      this.logger.warn({
        code: 'token_use_unwritten',
        message: 'When tokens were last used could not be written.',
        error,
      });
    }
  }
}
