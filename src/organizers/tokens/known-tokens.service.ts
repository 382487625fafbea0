import type { Permission, Principal } from '@app/access';
import { MicroBatcher, plannedOnce } from '@app/database';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';

/** A token as authentication needs it. */
export interface KnownToken {
  readonly id: number;
  readonly principal: Principal;
  readonly expires: Date | null;
  readonly revoked: boolean;
  readonly lastUsed: Date | null;
}

interface TokenRow {
  readonly id: number;
  readonly hash: Buffer;
  readonly organizer_id: number;
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expires: Date | null;
  readonly last_used: Date | null;
  readonly revoked: boolean;
}

/** So long may a revocation by another process go unnoticed; it saves a query a request. */
const rememberedMs = 1_000;
const rememberedTokens = 10_000;
const readAtOnce = 1_000;

const readStatement = plannedOnce(
  `SELECT id, hash, organizer_id, name, permissions, expires, last_used, revoked IS NOT NULL AS revoked
   FROM tokens WHERE hash = ANY ($1::bytea[])`,
);

/** Finds tokens by what was sent, by their hash, and remembers them for a moment. */
@Injectable()
export class KnownTokens {
  private readonly remembered = new LRUCache<string, Promise<KnownToken | undefined>>({
    max: rememberedTokens,
    ttl: rememberedMs,
  });
  /** Requests that come together are answered by one statement: of thousands of tokens hardly one is remembered. */
  private readonly reading = new MicroBatcher<Buffer, KnownToken | undefined>({
    flush: async (hashes) => this.read(hashes),
    maximumWeight: readAtOnce,
    concurrency: 2,
    // A hash is only looked for: whatever fails, fails for all.
    isHopeless: () => true,
  });

  constructor(private readonly dataSource: DataSource) {}

  /** The token, whether it still counts or not; undefined when there is none. */
  async find(hash: Buffer): Promise<KnownToken | undefined> {
    const key = keyOf(hash);
    const remembered = this.remembered.get(key);
    if (remembered) return remembered;
    const asked = this.reading.add(hash);
    this.remembered.set(key, asked);
    // What could not be found, or asked, is asked anew.
    const forget = (): void => {
      if (this.remembered.peek(key) === asked) this.remembered.delete(key);
    };
    asked.then((found) => found ?? forget(), forget);
    return asked;
  }

  /** What was just changed counts in this process at once. Call it after the commit. */
  forget(hashes: readonly Buffer[]): void {
    for (const hash of hashes) this.remembered.delete(keyOf(hash));
  }

  private async read(hashes: readonly Buffer[]): Promise<readonly (KnownToken | undefined)[]> {
    const rows = await this.dataSource.query<TokenRow[]>(readStatement, [hashes]);
    const found = new Map(rows.map((row) => [keyOf(row.hash), toKnownToken(row)]));
    return hashes.map((hash) => found.get(keyOf(hash)));
  }
}

const keyOf = (hash: Buffer): string => hash.toString('latin1');

function toKnownToken({ id, name, organizer_id, permissions, ...row }: TokenRow): KnownToken {
  const grants = new Map([[organizer_id, new Set(permissions)]]);
  return {
    id,
    principal: { type: 'token', id, name, grants },
    expires: row.expires,
    revoked: row.revoked,
    lastUsed: row.last_used,
  };
}
