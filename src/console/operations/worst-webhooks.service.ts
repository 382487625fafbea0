import type { OwedWebhook } from '@contracts/delivery';
import { type FailingReceiver, FailingReceivers } from '@contracts/logs';
import { OrganizerDirectory } from '@contracts/organizers';
import { WebhookOverview } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';

const shown = 10;

/** Where a webhook is, for operators. */
export interface PlacedWebhook {
  readonly id: number;
  /** Null while it cannot be read, and when the webhook was deleted. */
  readonly url: string | null;
  readonly enabled: boolean;
  /** Slug; undefined: webhook or organizer was deleted. */
  readonly organizer: string | undefined;
}

export interface WorstWebhooks {
  readonly failing: readonly (FailingReceiver & { readonly webhook: PlacedWebhook })[];
  readonly owed: readonly (OwedWebhook & { readonly webhook: PlacedWebhook })[];
}

/** Webhooks that fail the most, or that the most is owed to. */
@Injectable()
export class WorstWebhooksService {
  constructor(
    @Inject(FailingReceivers) private readonly failing: FailingReceivers,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(OrganizerDirectory) private readonly organizers: OrganizerDirectory,
  ) {}

  async find(owed: readonly OwedWebhook[]): Promise<WorstWebhooks> {
    const failing = await this.failing.worst(shown);
    const place = await this.placesOf([...failing, ...owed].map(({ webhookId }) => webhookId));
    return {
      failing: failing.map((row) => ({ ...row, webhook: place(row.webhookId) })),
      owed: owed.map((row) => ({ ...row, webhook: place(row.webhookId) })),
    };
  }

  private async placesOf(ids: readonly number[]): Promise<(id: number) => PlacedWebhook> {
    const webhooks = await this.webhooks.find([...new Set(ids)]);
    const slugs = await this.organizers.slugsOf([
      ...new Set([...webhooks.values()].map(({ organizerId }) => organizerId)),
    ]);
    return (id) => {
      const webhook = webhooks.get(id);
      return {
        id,
        url: webhook?.shownUrl ?? null,
        enabled: webhook?.enabled ?? false,
        organizer: webhook && slugs.get(webhook.organizerId),
      };
    };
  }
}
