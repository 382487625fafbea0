import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';

const rememberedTexts = 50_000;

/** Texts that repeat in millions of rows (URLs, action names), stored once and referred to by a small id. */
@Injectable()
export class TextCatalog {
  private readonly ids = new LRUCache<string, number>({ max: rememberedTexts });

  constructor(private readonly dataSource: DataSource) {}

  /** The id of each text; new ones are stored at once, on a connection apart, so that an id never rolls back. */
  async idsOf(texts: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    const missing: string[] = [];
    for (const text of new Set(texts)) {
      const id = this.ids.get(text);
      if (id === undefined) missing.push(text);
      else found.set(text, id);
    }
    if (missing.length === 0) return found;
    for (const { id, text } of await this.store(missing.sort())) {
      this.ids.set(text, id);
      found.set(text, id);
    }
    return found;
  }

  private async store(texts: readonly string[]): Promise<readonly { id: number; text: string }[]> {
    await this.dataSource.query(
      `INSERT INTO texts (text) SELECT t FROM unnest($1::text[]) AS t
       WHERE NOT EXISTS (SELECT FROM texts WHERE text = t) ON CONFLICT DO NOTHING`,
      [texts],
    );
    return this.dataSource.query('SELECT id, text FROM texts WHERE text = ANY($1::text[])', [texts]);
  }
}
