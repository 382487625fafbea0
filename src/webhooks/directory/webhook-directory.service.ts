import { systemPrincipal } from '@app/access';
import { type EntityManager, prepared, TransactionRunner } from '@app/database';
import { NotFound } from '@app/rest';
import { SecretBox } from '@app/secret-box';
import type { DroppedReason, WebhookDirectory, WebhookTarget } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { WebhookChanges } from '../change/webhook-changes.service.js';
import { WebhooksRepository } from '../storage/webhooks.repository.js';

interface TargetRow {
  readonly id: number;
  readonly organizer_id: number;
  readonly enabled: boolean;
  readonly generation: number;
  readonly dropped_reason: DroppedReason | null;
  readonly target_url: Buffer;
  readonly slow_until: Date | null;
  readonly limit_events: readonly string[];
}

const targetColumns =
  'id, organizer_id, enabled, generation, dropped_reason, target_url, slow_until, limit_events';
const loadStatement = prepared(`SELECT ${targetColumns} FROM webhooks WHERE id = ANY ($1::bigint[])`);

/** Opening a URL takes 6 to 20 µs, a tenth of what its call takes. */
const rememberedUrls = 10_000;

@Injectable()
export class WebhookDirectoryService implements WebhookDirectory {
  /** By what was sealed. */
  private readonly urls = new LRUCache<string, string>({ max: rememberedUrls });

  constructor(
    private readonly transactions: TransactionRunner,
    private readonly repository: WebhooksRepository,
    private readonly changes: WebhookChanges,
    @Inject(SecretBox) private readonly secrets: SecretBox,
  ) {}

  async load(
    ids: readonly number[],
    manager: EntityManager = this.transactions.manager,
  ): Promise<ReadonlyMap<number, WebhookTarget>> {
    const rows = await manager.query<TargetRow[]>(loadStatement, [ids]);
    return new Map(rows.map((row) => [row.id, this.toTarget(row)]));
  }

  async require(
    organizerId: number,
    webhookId: number,
    manager: EntityManager = this.transactions.manager,
  ): Promise<WebhookTarget> {
    const [row] = await manager.query<TargetRow[]>(
      `SELECT ${targetColumns} FROM webhooks WHERE id = $1 AND organizer_id = $2`,
      [webhookId, organizerId],
    );
    if (!row) throw new NotFound('WebHook');
    return this.toTarget(row);
  }

  async markSlow(ids: readonly number[], until: Date, manager: EntityManager): Promise<void> {
    // One that is just being changed is left out: nobody waits for it here, and its next slow call marks it.
    await manager.query(
      `UPDATE webhooks SET slow_until = $2 WHERE id IN (
         SELECT id FROM webhooks WHERE id = ANY ($1) AND (slow_until IS NULL OR slow_until < $2)
         ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)`,
      [ids, until],
    );
  }

  async disableGone(webhookId: number, answeredUrl: string, manager: EntityManager): Promise<boolean> {
    const stored = await this.repository.lock(webhookId, manager);
    // A URL that was replaced while the call was under way says nothing about the one that is there now.
    if (!stored || !stored.enabled || stored.targetUrl !== answeredUrl) return false;
    const actor = { principal: systemPrincipal, manager };
    await this.changes.apply(stored, { ...stored, enabled: false }, { reason: 'gone' }, actor);
    return true;
  }

  /** The URL is opened by who asks for it: one whose key is gone stops its own webhook's calls, and nothing else. */
  private toTarget(row: TargetRow): WebhookTarget {
    const open = (): string => this.open(row.target_url);
    let url: string | undefined;
    return {
      id: row.id,
      organizerId: row.organizer_id,
      enabled: row.enabled,
      generation: row.generation,
      droppedReason: row.dropped_reason,
      get url(): string {
        url ??= open();
        return url;
      },
      slowUntil: row.slow_until,
      limitEvents: row.limit_events,
    };
  }

  private open(sealed: Buffer): string {
    const key = sealed.toString('latin1');
    const known = this.urls.get(key);
    if (known !== undefined) return known;
    const url = this.secrets.open(sealed);
    this.urls.set(key, url);
    return url;
  }
}
