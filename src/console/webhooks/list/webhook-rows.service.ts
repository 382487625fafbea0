import { RetryBacklogs } from '@contracts/delivery';
import { ReceiverHealthReader } from '@contracts/logs';
import { ChangeAuthors } from '@contracts/organizers';
import { WebhookOverview, type WebhookSummary } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { stateOf } from '../webhook-state.js';
import type { WebhookRow } from './webhook-row.js';
import { type WebhookQuery, WebhookSearchService } from './webhook-search.service.js';

export interface WebhookRows {
  readonly rows: readonly WebhookRow[];
  /** Where to go on; undefined at the end. */
  readonly next: number | undefined;
}

/** Webhooks of an organizer with how they do. However many are shown, it takes the same few statements. */
@Injectable()
export class WebhookRowsService {
  constructor(
    private readonly search: WebhookSearchService,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(ReceiverHealthReader) private readonly health: ReceiverHealthReader,
    @Inject(RetryBacklogs) private readonly backlogs: RetryBacklogs,
    @Inject(ChangeAuthors) private readonly authors: ChangeAuthors,
  ) {}

  async find(query: WebhookQuery): Promise<WebhookRows> {
    const { ids, next } = await this.search.find(query);
    const webhooks = await this.webhooks.find(ids);
    const inOrder = ids.flatMap((id) => webhooks.get(id) ?? []);
    return { rows: await this.rowsOf(query.organizerId, inOrder), next };
  }

  /** One of them. @throws NotFound('WebHook') */
  async require(organizerId: number, webhookId: number): Promise<WebhookRow> {
    const webhook = await this.webhooks.require(organizerId, webhookId);
    const [row] = await this.rowsOf(organizerId, [webhook]);
    return row!;
  }

  private async rowsOf(
    organizerId: number,
    webhooks: readonly WebhookSummary[],
  ): Promise<readonly WebhookRow[]> {
    const ids = webhooks.map(({ id }) => id);
    const [health, backlogs, authors] = await Promise.all([
      this.health.of(ids),
      this.backlogs.of(ids),
      this.authors.find(organizerId, webhooks.flatMap(toDisabling)),
    ]);
    return webhooks.map((webhook) => ({
      webhook,
      health: health.get(webhook.id)!,
      state: stateOf(webhook, health.get(webhook.id)!),
      backlog: backlogs.get(webhook.id),
      disabledBy: authors.get(String(webhook.id)),
    }));
  }
}

function toDisabling({ id, disabledAt }: WebhookSummary) {
  return disabledAt === null
    ? []
    : [{ object: { type: 'webhook', id }, field: 'enabled', at: disabledAt } as const];
}
