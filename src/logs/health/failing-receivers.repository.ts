import { Clock, TransactionRunner } from '@app/database';
import type { FailingReceiver, FailingReceivers } from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';
import { lastHours } from './last-hours.js';

@Injectable()
export class FailingReceiversRepository implements FailingReceivers {
  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async worst(limit: number): Promise<readonly FailingReceiver[]> {
    return this.transactions.manager.query<FailingReceiver[]>(
      `SELECT webhook_id AS "webhookId", sum(calls)::integer AS calls, sum(failures)::integer AS failures
       FROM call_hours WHERE hour = ANY ($1::timestamptz[])
       GROUP BY webhook_id HAVING sum(failures) > 0 ORDER BY failures DESC, webhook_id LIMIT $2`,
      [lastHours(2, this.clock.now()), limit],
    );
  }
}
