import { TransactionRunner } from '@app/database';
import { maskUrl } from '@app/http-egress';
import { NotFound } from '@app/rest';
import { SecretBox, SecretKeyError } from '@app/secret-box';
import type {
  DroppedReason,
  FoundWebhooks,
  WebhookOverview,
  WebhookSearch,
  WebhookSummary,
} from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { WebhookEntity } from '../storage/webhook.entity.js';

interface SearchedRow {
  readonly id: number;
  readonly target_url: Buffer;
  readonly comment: string | null;
  /** By its types or events. */
  readonly found: boolean;
}

/** Names and slugs are of ASCII, whose case is the same in every language. */
const searchStatement = `
  SELECT id, target_url, comment, action_types && $5::text[] OR
    strpos(lower(array_to_string(action_types || limit_events, E'\\n') COLLATE "C"), $4) > 0 AS found
  FROM webhooks
  WHERE organizer_id = $1 AND id > $2 AND ($3::boolean IS NULL OR enabled = $3)
  ORDER BY id LIMIT $6`;

@Injectable()
export class WebhookOverviewRepository implements WebhookOverview {
  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(SecretBox) private readonly secrets: SecretBox,
  ) {}

  async search(
    organizerId: number,
    { after, limit, enabled, text, actionTypes }: WebhookSearch,
  ): Promise<FoundWebhooks> {
    const wanted = text.toLowerCase();
    const rows = await this.transactions.manager.query<SearchedRow[]>(searchStatement, [
      organizerId,
      after,
      enabled ?? null,
      wanted,
      actionTypes,
      limit,
    ]);
    const has = (shown: string | null): boolean => shown?.toLowerCase().includes(wanted) ?? false;
    return {
      ids: rows
        .filter((row) => row.found || has(row.comment) || has(this.shownUrlOf(row.target_url)))
        .map(({ id }) => id),
      next: rows.length < limit ? undefined : rows.at(-1)?.id,
    };
  }

  async find(ids: readonly number[]): Promise<ReadonlyMap<number, WebhookSummary>> {
    if (ids.length === 0) return new Map();
    const rows = await this.transactions.manager.getRepository(WebhookEntity).findBy({ id: In([...ids]) });
    return new Map(rows.map((row) => [row.id, this.toSummary(row)]));
  }

  async require(organizerId: number, webhookId: number): Promise<WebhookSummary> {
    const row = await this.transactions.manager
      .getRepository(WebhookEntity)
      .findOneBy({ organizerId, id: webhookId });
    if (!row) throw new NotFound('WebHook');
    return this.toSummary(row);
  }

  private toSummary(row: WebhookEntity): WebhookSummary {
    const { id, organizerId, enabled, actionTypes, allEvents, limitEvents, comment, disabledAt } = row;
    return {
      id,
      organizerId,
      enabled,
      shownUrl: this.shownUrlOf(row.targetUrl),
      actionTypes,
      allEvents,
      limitEvents,
      comment,
      disabledAt,
      droppedReason: row.droppedReason as DroppedReason | null,
    };
  }

  private shownUrlOf(sealed: Buffer): string | null {
    try {
      return maskUrl(this.secrets.open(sealed));
    } catch (error) {
      if (error instanceof SecretKeyError) return null;
      throw error;
    }
  }
}
