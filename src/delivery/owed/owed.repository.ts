import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, TransactionRunner } from '@app/database';
import type { OwedDeliveries, OwedDelivery, OwedQuery } from '@contracts/delivery';
import type { OldestOwed } from '@contracts/events';
import { WebhookDirectory } from '@contracts/webhooks';
import { leasedRows } from '../lease/leased-rows.js';
import { owedFromGeneration, type OwedRow, toOwedDelivery } from './owed-row.js';

/** Above this, PostgreSQL's own count, some seconds old, is near enough: counting 5 million takes it 300 ms. */
const mostCounted = 10_000;

/** Of rows of owed, `o`. */
const withFlight = (rows: string): string =>
  `SELECT o.*, l.owner IS NOT NULL AS in_flight FROM ${rows} o LEFT JOIN leases l ON l.id = o.lease_id`;

const newestFirst = 'ORDER BY o.recorded DESC, o.id DESC LIMIT $8';
const asked = `($2::timestamptz IS NULL OR o.recorded >= $2) AND ($3::timestamptz IS NULL OR o.recorded < $3)
  AND ($4::timestamptz IS NULL OR (o.recorded, o.id) < ($4, $5::bigint))
  AND ($6::boolean IS NULL OR $6 = (o.drop_requested OR o.generation < $7)) ${newestFirst}`;

/** Both halves of what is owed: what waits is in owed's indexes, what is leased is found through its leases. */
const searchStatement = `${withFlight(`(
    (SELECT o.* FROM owed o WHERE o.webhook_id = $1 AND o.lease_id IS NULL AND ${asked})
    UNION ALL
    (SELECT o.* FROM ${leasedRows} WHERE $1 = ANY (l.webhooks) AND o.webhook_id = $1 AND ${asked})
  )`)} ${newestFirst}`;
const ofNotification = (columns: string): string =>
  `SELECT ${columns} FROM owed o WHERE o.notification_id = $1 AND o.lease_id IS NULL
   UNION ALL
   SELECT ${columns} FROM ${leasedRows} WHERE $1 = ANY (l.notifications) AND o.notification_id = $1`;
const ofNotificationStatement = `${withFlight(`(${ofNotification('o.*')})`)} ORDER BY o.id`;

/** What is owed, as the log shows it. */
@Injectable()
export class OwedRepository implements OwedDeliveries, OldestOwed {
  constructor(
    private readonly transactions: TransactionRunner,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
  ) {}

  async search({
    webhookId,
    since,
    until,
    before,
    dropped,
    limit,
  }: OwedQuery): Promise<readonly OwedDelivery[]> {
    const webhook = (await this.webhooks.load([webhookId])).get(webhookId);
    const rows = await this.manager.query<OwedRow[]>(
      searchStatement,
      // pg sends what is undefined as NULL: no such bound.
      [webhookId, since, until, before?.time, before?.id, dropped, owedFromGeneration(webhook), limit],
    );
    return rows.map((row) => toOwedDelivery(row, webhook));
  }

  async find(ids: readonly number[]): Promise<ReadonlyMap<number, OwedDelivery>> {
    const found = await this.withWebhooks(`${withFlight('owed')} WHERE o.id = ANY ($1::bigint[])`, [ids]);
    return new Map(found.map((delivery) => [delivery.id, delivery]));
  }

  async ofNotification(notificationId: number): Promise<readonly OwedDelivery[]> {
    return this.withWebhooks(ofNotificationStatement, [notificationId]);
  }

  async idsOfNotification(notificationId: number): Promise<readonly number[]> {
    const rows = await this.manager.query<{ id: number }[]>(ofNotification('o.id'), [notificationId]);
    return rows.map(({ id }) => id);
  }

  /** Ids ascend with the time of recording, but for groups that commit out of turn: a margin is the purge's. */
  async oldestOwed(): Promise<Date | null> {
    const rows = await this.manager.query<{ recorded: Date }[]>(
      'SELECT recorded FROM owed ORDER BY id LIMIT 1',
    );
    return rows[0]?.recorded ?? null;
  }

  async count(): Promise<number> {
    const [row] = await this.manager.query<{ few: number; many: number }[]>(
      `SELECT (SELECT count(*) FROM (SELECT FROM owed ORDER BY id LIMIT ${mostCounted}) first) AS few,
         pg_stat_get_live_tuples('owed'::regclass) AS many`,
    );
    return row!.few < mostCounted ? row!.few : Math.max(row!.few, row!.many);
  }

  private get manager(): EntityManager {
    return this.transactions.manager;
  }

  private async withWebhooks(sql: string, parameters: readonly unknown[]): Promise<readonly OwedDelivery[]> {
    const rows = await this.manager.query<OwedRow[]>(sql, [...parameters]);
    const webhooks = await this.webhooks.load([...new Set(rows.map(({ webhook_id }) => webhook_id))]);
    return rows.map((row) => toOwedDelivery(row, webhooks.get(row.webhook_id)));
  }
}
