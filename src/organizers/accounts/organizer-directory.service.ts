import type { OrganizerScope } from '@app/access';
import { type EntityManager, MicroBatcher, plannedOnce, TransactionRunner } from '@app/database';
import { AfterCommit } from '@app/event-bus';
import { OrganizerDeleted, type OrganizerDirectory, slugPattern } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** As with tokens: a process may remember for a second, and what it changed itself counts at once. */
const rememberedMs = 1_000;
const rememberedOrganizers = 10_000;
const readAtOnce = 1_000;

const readStatement = plannedOnce(
  'SELECT id, slug FROM organizers WHERE slug = ANY ($1::text[]) AND deleted IS NULL',
);

/** Organizers by slug and by id, remembered for a moment, since every request and every notification asks. */
@Injectable()
export class OrganizerDirectoryService implements OrganizerDirectory {
  private readonly bySlug = new LRUCache<string, OrganizerScope>({
    max: rememberedOrganizers,
    ttl: rememberedMs,
  });
  /** Counts deletions: what was read before one is not remembered after it. */
  private deletions = 0;
  /** Requests that come together are answered by one statement: with 10,000 organizers hardly one is remembered. */
  private readonly reading = new MicroBatcher<string, OrganizerScope | undefined>({
    flush: async (slugs) => this.readTogether(slugs),
    maximumWeight: readAtOnce,
    concurrency: 2,
    // A slug is only looked for: whatever fails, fails for all.
    isHopeless: () => true,
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
    for (const organizer of await this.find([...missing])) found.set(organizer.slug, organizer);
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
    this.deletions += 1;
    this.bySlug.delete(slug);
  }

  /** What a transaction sees may never come to be: it reads for itself, and nothing of it is remembered. */
  private async find(slugs: readonly string[]): Promise<readonly OrganizerScope[]> {
    const { manager, isInTransaction } = this.transactions;
    if (isInTransaction) return read(slugs, manager);
    const found = await Promise.all(slugs.map(async (slug) => this.reading.add(slug)));
    return found.filter((organizer) => organizer !== undefined);
  }

  private async readTogether(slugs: readonly string[]): Promise<readonly (OrganizerScope | undefined)[]> {
    const { deletions } = this;
    const rows = await read([...new Set(slugs)], this.transactions.manager);
    const found = new Map(rows.map((organizer) => [organizer.slug, organizer]));
    if (deletions === this.deletions) for (const [slug, organizer] of found) this.bySlug.set(slug, organizer);
    return slugs.map((slug) => found.get(slug));
  }
}

async function read(slugs: readonly string[], manager: EntityManager): Promise<readonly OrganizerScope[]> {
  return manager.query<OrganizerScope[]>(readStatement, [slugs]);
}
