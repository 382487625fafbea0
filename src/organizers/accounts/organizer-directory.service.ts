import type { OrganizerScope } from '@app/access';
import { TransactionRunner } from '@app/database';
import { AfterCommit } from '@app/event-bus';
import { OrganizerDeleted, type OrganizerDirectory, slugPattern } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** As with tokens: a process may remember for a second, and what it changed itself counts at once. */
const rememberedMs = 1_000;
const rememberedOrganizers = 10_000;

/** Organizers by slug and by id, remembered for a moment, since every request and every notification asks. */
@Injectable()
export class OrganizerDirectoryService implements OrganizerDirectory {
  private readonly bySlug = new LRUCache<string, OrganizerScope>({
    max: rememberedOrganizers,
    ttl: rememberedMs,
  });

  constructor(private readonly transactions: TransactionRunner) {}

  async findBySlug(slugs: readonly string[]): Promise<ReadonlyMap<string, OrganizerScope>> {
    const found = new Map<string, OrganizerScope>();
    const missing = new Set<string>();
    for (const slug of slugs) {
      const remembered = this.bySlug.get(slug);
      if (remembered) found.set(slug, remembered);
      else if (slugPattern.test(slug)) missing.add(slug);
    }
    if (missing.size === 0) return found;
    const { manager, isInTransaction } = this.transactions;
    const rows = await manager.query<OrganizerScope[]>(
      'SELECT id, slug FROM organizers WHERE slug = ANY($1::text[]) AND deleted IS NULL',
      [[...missing]],
    );
    for (const organizer of rows) {
      found.set(organizer.slug, organizer);
      // What a transaction sees may never come to be.
      if (!isInTransaction) this.bySlug.set(organizer.slug, organizer);
    }
    return found;
  }

  async slugsOf(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.transactions.manager.query<OrganizerScope[]>(
      'SELECT id, slug FROM organizers WHERE id = ANY($1::bigint[])',
      [[...new Set(ids)]],
    );
    return new Map(rows.map(({ id, slug }) => [id, slug]));
  }

  /** A deletion counts at once in the process that made it. */
  @AfterCommit(OrganizerDeleted)
  forget({ slug }: OrganizerDeleted): void {
    this.bySlug.delete(slug);
  }
}
