import { TransactionRunner } from '@app/database';
import type { OrganizerWebhooks, WebhookIds } from '@contracts/webhooks';
import { Injectable } from '@nestjs/common';

interface IdsRow {
  readonly organizer_id: number;
  readonly ids: readonly string[];
  readonly enabled: readonly string[] | null;
}

@Injectable()
export class OrganizerWebhooksRepository implements OrganizerWebhooks {
  constructor(private readonly transactions: TransactionRunner) {}

  async of(organizerIds: readonly number[]): Promise<ReadonlyMap<number, WebhookIds>> {
    if (organizerIds.length === 0) return new Map();
    const rows = await this.transactions.manager.query<IdsRow[]>(
      `SELECT organizer_id, array_agg(id) AS ids, array_agg(id) FILTER (WHERE enabled) AS enabled
       FROM webhooks WHERE organizer_id = ANY ($1::bigint[]) GROUP BY organizer_id`,
      [organizerIds],
    );
    return new Map(
      rows.map(({ organizer_id: organizerId, ids, enabled }) => [
        organizerId,
        // The driver hands out bigints of arrays as texts.
        { all: ids.map(Number), enabled: (enabled ?? []).map(Number) },
      ]),
    );
  }
}
