import { TransactionRunner } from '@app/database';
import { maskUrl } from '@app/http-egress';
import { NotFound } from '@app/rest';
import { SecretBox, SecretKeyError } from '@app/secret-box';
import type {
  DroppedReason,
  WebhookOverview,
  WebhookOverviewQuery,
  WebhookSummary,
} from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { WebhookEntity } from '../storage/webhook.entity.js';

@Injectable()
export class WebhookOverviewRepository implements WebhookOverview {
  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(SecretBox) private readonly secrets: SecretBox,
  ) {}

  async list(
    organizerId: number,
    { after, limit, enabled }: WebhookOverviewQuery,
  ): Promise<readonly WebhookSummary[]> {
    const rows = await this.transactions.manager.getRepository(WebhookEntity).find({
      where: { organizerId, id: MoreThan(after), ...(enabled === undefined ? {} : { enabled }) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map((row) => this.toSummary(row));
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
      shownUrl: this.shownUrlOf(row),
      actionTypes,
      allEvents,
      limitEvents,
      comment,
      disabledAt,
      droppedReason: row.droppedReason as DroppedReason | null,
    };
  }

  private shownUrlOf({ targetUrl }: WebhookEntity): string | null {
    try {
      return maskUrl(this.secrets.open(targetUrl));
    } catch (error) {
      if (error instanceof SecretKeyError) return null;
      throw error;
    }
  }
}
