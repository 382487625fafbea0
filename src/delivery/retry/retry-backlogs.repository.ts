import { TransactionRunner } from '@app/database';
import type { RetryBacklog, RetryBacklogs } from '@contracts/delivery';
import { WebhookDirectory } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';

interface BacklogRow {
  readonly id: number;
  readonly waiting: number;
  readonly next: Date;
}

@Injectable()
export class RetryBacklogsRepository implements RetryBacklogs {
  readonly mostCounted = 10_000;

  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
  ) {}

  async of(webhookIds: readonly number[]): Promise<ReadonlyMap<number, RetryBacklog>> {
    // Under an older generation nothing is owed.
    const webhooks = [...(await this.webhooks.load(webhookIds)).values()].filter(({ enabled }) => enabled);
    if (webhooks.length === 0) return new Map();
    const rows = await this.transactions.manager.query<BacklogRow[]>(
      `SELECT w.id, r.waiting, r.next
       FROM unnest($1::bigint[], $2::integer[]) AS w (id, generation)
       CROSS JOIN LATERAL (
         SELECT count(*)::integer AS waiting, min(due) AS next FROM (
           SELECT due FROM owed
           WHERE webhook_id = w.id AND generation >= w.generation AND attempt > 0 AND lease_id IS NULL
             AND NOT drop_requested
           LIMIT ${this.mostCounted}
         ) counted
       ) r
       WHERE r.waiting > 0`,
      [webhooks.map(({ id }) => id), webhooks.map(({ generation }) => generation)],
    );
    return new Map(rows.map(({ id, waiting, next }) => [id, { waiting, next }]));
  }
}
