import { TransactionRunner } from '@app/database';
import type { EventChoice, EventChoices } from '@contracts/events';
import { Injectable } from '@nestjs/common';
import type { LocalizedText } from './localized-text.js';

interface EventRow {
  readonly slug: string;
  readonly name: LocalizedText;
}

const fallbackLanguage = 'en';

@Injectable()
export class EventChoicesRepository implements EventChoices {
  constructor(private readonly transactions: TransactionRunner) {}

  async search(
    organizerId: number,
    text: string,
    limit: number,
    language: string,
  ): Promise<readonly EventChoice[]> {
    const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    const rows = await this.transactions.manager.query<EventRow[]>(
      `SELECT slug, name FROM events
       WHERE organizer_id = $1 AND (slug ILIKE $2 OR EXISTS (SELECT FROM jsonb_each_text(name) AS n WHERE n.value ILIKE $2))
       ORDER BY slug LIMIT $3`,
      [organizerId, pattern, limit],
    );
    return rows.map((row) => toChoice(row, language));
  }

  async named(
    organizerId: number,
    slugs: readonly string[],
    language: string,
  ): Promise<readonly EventChoice[]> {
    if (slugs.length === 0) return [];
    const rows = await this.transactions.manager.query<EventRow[]>(
      'SELECT slug, name FROM events WHERE organizer_id = $1 AND slug = ANY ($2::text[]) ORDER BY slug',
      [organizerId, slugs],
    );
    return rows.map((row) => toChoice(row, language));
  }
}

function toChoice({ slug, name }: EventRow, language: string): EventChoice {
  return { slug, name: name[language] ?? name[fallbackLanguage] ?? Object.values(name)[0] ?? slug };
}
