import { TransactionRunner } from '@app/database';
import type { LastCall } from '@contracts/logs';
import { Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';

interface LastCallRow {
  readonly webhook_id: number;
  readonly at: Date;
  readonly success: boolean;
  readonly return_code: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

interface CountRow {
  readonly webhook_id: number;
  readonly hour: Date;
  readonly calls: number;
  readonly failures: number;
}

/** Null where no webhook was called. */
interface HoursRow {
  /** The first of the hours in which webhooks were last called. */
  readonly called: Date | null;
  /** And in which they last succeeded. */
  readonly succeeded: Date | null;
}

/** Each statement is asked of many webhooks at once, and looks up each one in an index. */
@Injectable()
export class ReceiverHealthRepository {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly retention: Retention,
  ) {}

  async lastCalls(webhookIds: readonly number[]): Promise<ReadonlyMap<number, LastCall>> {
    const { called } = await this.hoursOf(webhookIds);
    if (!called) return new Map();
    const rows = await this.transactions.manager.query<LastCallRow[]>(
      `SELECT l.webhook_id, c.*
       FROM last_called l
       CROSS JOIN LATERAL (
         SELECT datetime AS at, success, return_code, error_code, error_message FROM calls
         WHERE webhook_id = l.webhook_id AND delivery_id IS NOT NULL AND datetime >= $2 AND datetime < $3
           AND datetime >= l.hour AND datetime < l.hour + interval '1 hour'
         ORDER BY datetime DESC LIMIT 1
       ) c
       WHERE l.webhook_id = ANY ($1::bigint[])`,
      [webhookIds, this.retention.from(called), this.retention.horizon()],
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
   * The first failures after the last successes. The hour of the last success is known, so that no more than one hour of
   * the log is read over, and not the weeks that a receiver may have been failing.
   */
  async failingSince(webhookIds: readonly number[]): Promise<ReadonlyMap<number, Date>> {
    const { succeeded } = await this.hoursOf(webhookIds);
    if (!succeeded) return new Map();
    const rows = await this.transactions.manager.query<{ id: number; since: Date }[]>(
      `SELECT l.webhook_id AS id, f.since
       FROM last_called l
       CROSS JOIN LATERAL (
         SELECT coalesce(max(datetime), $2) AS time FROM calls
         WHERE webhook_id = l.webhook_id AND success AND delivery_id IS NOT NULL
           AND datetime >= greatest(l.success_hour, $2) AND datetime < l.success_hour + interval '1 hour'
       ) s
       CROSS JOIN LATERAL (
         SELECT datetime AS since FROM calls
         WHERE webhook_id = l.webhook_id AND NOT success AND delivery_id IS NOT NULL
           AND datetime >= s.time AND datetime < $3
         ORDER BY datetime LIMIT 1
       ) f
       WHERE l.webhook_id = ANY ($1::bigint[])`,
      [webhookIds, this.retention.from(succeeded), this.retention.horizon()],
    );
    return new Map(rows.map(({ id, since }) => [id, since]));
  }

  /** Since when to look: to plan for days that hold none of it takes longer than to look. */
  private async hoursOf(webhookIds: readonly number[]): Promise<HoursRow> {
    const [row] = await this.transactions.manager.query<[HoursRow]>(
      `SELECT min(hour) AS called, min(coalesce(success_hour, $2)) AS succeeded
       FROM last_called WHERE webhook_id = ANY ($1::bigint[]) AND hour > $2::timestamptz - interval '1 hour'`,
      [webhookIds, this.retention.cutoff()],
    );
    return row;
  }
}

function toLastCall({ at, success, return_code: returnCode, ...row }: LastCallRow): LastCall {
  const { error_code: code, error_message: message } = row;
  return { at, success, returnCode, error: code === null ? null : { code, message: message ?? '' } };
}
