import { TransactionRunner } from '@app/database';
import type { LastCall } from '@contracts/logs';
import { Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';

interface LastCallRow {
  readonly webhook_id: number;
  readonly at: Date;
  readonly success: boolean;
  readonly return_code: number;
  readonly error_message: string | null;
}

interface CountRow {
  readonly webhook_id: number;
  readonly hour: Date;
  readonly calls: number;
  readonly failures: number;
}

/** Each statement is asked of many webhooks at once, and looks up each one in an index. */
@Injectable()
export class ReceiverHealthRepository {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly retention: Retention,
  ) {}

  async lastCalls(webhookIds: readonly number[]): Promise<ReadonlyMap<number, LastCall>> {
    const rows = await this.transactions.manager.query<LastCallRow[]>(
      `SELECT w.id AS webhook_id, c.*
       FROM unnest($1::bigint[]) AS w (id)
       CROSS JOIN LATERAL (
         SELECT datetime AS at, success, return_code, error_message FROM calls
         WHERE webhook_id = w.id AND delivery_id IS NOT NULL AND datetime >= $2 AND datetime < $3
         ORDER BY datetime DESC LIMIT 1
       ) c`,
      [webhookIds, ...this.wholeLog()],
    );
    return new Map(rows.map((row) => [row.webhook_id, toLastCall(row)]));
  }

  async counts(webhookIds: readonly number[], hours: readonly Date[]): Promise<readonly CountRow[]> {
    return this.transactions.manager.query<CountRow[]>(
      `SELECT webhook_id, hour, sum(calls)::integer AS calls, sum(failures)::integer AS failures FROM call_hours
       WHERE hour = ANY ($2::timestamptz[]) AND webhook_id = ANY ($1::bigint[])
       GROUP BY webhook_id, hour`,
      [webhookIds, hours],
    );
  }

  /**
   * The first failures after the last successes. The hour of the last success is known from the counts, so that no
   * more than one hour of the log is read over, and not the weeks that a receiver may have been failing.
   */
  async failingSince(webhookIds: readonly number[]): Promise<ReadonlyMap<number, Date>> {
    const rows = await this.transactions.manager.query<{ id: number; since: Date }[]>(
      `SELECT w.id, f.since
       FROM unnest($1::bigint[]) AS w (id)
       CROSS JOIN LATERAL (
         SELECT max(hour) AS hour FROM call_hours
         WHERE webhook_id = w.id AND hour >= $2 AND hour < $3 AND calls > failures
       ) h
       CROSS JOIN LATERAL (
         SELECT coalesce(max(datetime), $2) AS time FROM calls
         WHERE webhook_id = w.id AND success AND delivery_id IS NOT NULL
           AND datetime >= greatest(h.hour, $2) AND datetime < h.hour + interval '1 hour'
       ) s
       CROSS JOIN LATERAL (
         SELECT datetime AS since FROM calls
         WHERE webhook_id = w.id AND NOT success AND delivery_id IS NOT NULL
           AND datetime >= greatest(s.time, $2) AND datetime < $3
         ORDER BY datetime LIMIT 1
       ) f`,
      [webhookIds, ...this.wholeLog()],
    );
    return new Map(rows.map(({ id, since }) => [id, since]));
  }

  private wholeLog(): readonly [Date, Date] {
    return [this.retention.cutoff(), this.retention.horizon()];
  }
}

function toLastCall({ at, success, return_code: returnCode, error_message }: LastCallRow): LastCall {
  return { at, success, returnCode, errorMessage: error_message };
}
