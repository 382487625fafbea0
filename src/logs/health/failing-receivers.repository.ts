import { Clock, TransactionRunner } from '@app/database';
import type { FailingReceiver, FailingReceivers } from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';
import { hourMs } from '../statistics/call-hours.repository.js';

@Injectable()
export class FailingReceiversRepository implements FailingReceivers {
  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async worst(limit: number): Promise<readonly FailingReceiver[]> {
    const now = this.clock.now().getTime();
    const present = now - (now % hourMs);
    return this.transactions.manager.query<FailingReceiver[]>(
      `SELECT webhook_id AS "webhookId", sum(calls)::integer AS calls, sum(failures)::integer AS failures
       FROM call_hours WHERE hour = ANY ($1::timestamptz[])
       GROUP BY webhook_id HAVING sum(failures) > 0 ORDER BY failures DESC, webhook_id LIMIT $2`,
      [[new Date(present - hourMs), new Date(present)], limit],
    );
  }
}
