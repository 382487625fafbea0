import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { type Connections, SideConnections } from './side-connections.js';

const rememberedTexts = 50_000;

interface StoredText {
  readonly id: number;
  readonly text: string;
}

/**
 * Texts that repeat in millions of rows (URLs, action names), stored once and referred to by a small id: `texts.id`.
 * They are found by a digest, because an index takes no text as long as a URL may be.
 */
@Injectable()
export class TextCatalog {
  private readonly ids = new LRUCache<string, number>({ max: rememberedTexts });

  constructor(
    private readonly dataSource: DataSource,
    @Inject(SideConnections) private readonly side: Connections = dataSource,
  ) {}

  /** The id of each text; new ones are stored at once, on a connection apart, so that an id never rolls back. */
  async idsOf(texts: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const { found, missing } = this.remembered(texts);
    if (missing.length > 0) {
      await this.store(missing);
      await this.read(missing, found, this.side);
    }
    return found;
  }

  /** The ids of those texts that are stored; the others are absent. For what a client searches by. */
  async find(texts: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const { found, missing } = this.remembered(texts);
    if (missing.length > 0) await this.read(missing, found, this.dataSource);
    return found;
  }

  private remembered(texts: Iterable<string>): { found: Map<string, number>; missing: string[] } {
    const found = new Map<string, number>();
    const missing: string[] = [];
    for (const text of new Set(texts)) {
      const id = this.ids.get(text);
      if (id === undefined) missing.push(text);
      else found.set(text, id);
    }
    return { found, missing: missing.sort() };
  }

  private async store(texts: readonly string[]): Promise<void> {
    await this.side.query(
      `INSERT INTO texts (digest, text) SELECT n.digest, n.text FROM unnest($1::bytea[], $2::text[]) AS n (digest, text)
       WHERE NOT EXISTS (SELECT FROM texts t WHERE t.digest = n.digest) ON CONFLICT DO NOTHING`,
      [texts.map(digestOf), texts],
    );
  }

  private async read(
    texts: readonly string[],
    found: Map<string, number>,
    connections: Connections,
  ): Promise<void> {
    const rows = await connections.query<StoredText[]>(
      'SELECT id, text FROM texts WHERE digest = ANY($1::bytea[])',
      [texts.map(digestOf)],
    );
    for (const { id, text } of rows) {
      this.ids.set(text, id);
      found.set(text, id);
    }
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
