import { Clock, TransactionRunner } from '@app/database';
import type { CallTotal, CallTotals, WebhookGroup } from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';
import { lastHours } from './last-hours.js';

interface CountRow {
  readonly id: number;
  readonly calls: number;
  readonly failures: number;
}

const countedHours = 24;
const failingHours = 72;

@Injectable()
export class CallTotalsRepository implements CallTotals {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly retention: Retention,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(groups: readonly WebhookGroup[]): Promise<ReadonlyMap<number, CallTotal>> {
    const [counts, failing] = await Promise.all([this.counts(groups), this.failing(groups)]);
    return new Map(
      groups.map(({ id }) => {
        const { calls = 0, failures = 0 } = counts.get(id) ?? {};
        return [id, { calls, failures, failing: failing.get(id) ?? 0 }];
      }),
    );
  }

  private async counts(groups: readonly WebhookGroup[]): Promise<ReadonlyMap<number, CountRow>> {
    const pairs = groups.flatMap(({ id, all }) => all.map((webhookId) => [id, webhookId] as const));
    if (pairs.length === 0) return new Map();
    const rows = await this.transactions.manager.query<CountRow[]>(
      `SELECT g.id, sum(c.calls)::bigint AS calls, sum(c.failures)::bigint AS failures
       FROM unnest($1::bigint[], $2::bigint[]) AS g (id, webhook_id)
       JOIN call_hours c ON c.webhook_id = g.webhook_id AND c.hour = ANY ($3::timestamptz[])
       GROUP BY g.id`,
      [
        pairs.map(([id]) => id),
        pairs.map(([, webhookId]) => webhookId),
        lastHours(countedHours, this.clock.now()),
      ],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Where the last success was in another hour than the last call, that failed; of the others the log is asked. */
  private async failing(groups: readonly WebhookGroup[]): Promise<ReadonlyMap<number, number>> {
    const pairs = groups.flatMap(({ id, enabled }) => enabled.map((webhookId) => [id, webhookId] as const));
    if (pairs.length === 0) return new Map();
    const [first] = lastHours(failingHours, this.clock.now());
    const rows = await this.transactions.manager.query<{ id: number; failing: number }[]>(
      `SELECT f.id, count(*)::integer AS failing
       FROM unnest($1::bigint[], $2::bigint[]) AS f (id, webhook_id)
       JOIN last_called l ON l.webhook_id = f.webhook_id AND l.hour >= $3
       WHERE l.success_hour IS DISTINCT FROM l.hour OR NOT (
         SELECT success FROM calls
         WHERE webhook_id = f.webhook_id AND delivery_id IS NOT NULL AND datetime >= $3 AND datetime < $4
           AND datetime >= l.hour AND datetime < l.hour + interval '1 hour'
         ORDER BY datetime DESC LIMIT 1
       )
       GROUP BY f.id`,
      [
        pairs.map(([id]) => id),
        pairs.map(([, webhookId]) => webhookId),
        this.retention.from(first),
        this.retention.horizon(),
      ],
    );
    return new Map(rows.map(({ id, failing }) => [id, failing]));
  }
}
