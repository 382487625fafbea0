import { Inject, Injectable } from '@nestjs/common';
import { isDatabaseAway } from '@app/database';
import { targetOrigin } from '@app/http-egress';
import { NotificationArchive, type NotificationSummary } from '@contracts/events';
import { type DroppedReason, WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { DataSource } from 'typeorm';
import { leasedRows } from '../lease/leased-rows.js';
import { droppedByDefinition, owedColumns, type OwedRow } from '../owed/owed-row.js';
import { underLease } from '../owed/under-lease.js';

/** A delivery as loaded: everything its call needs. */
export interface LoadedDelivery {
  readonly row: OwedRow;
  readonly lease: string;
  readonly webhook: WebhookTarget;
  /** Of the webhook's URL: its target's calls at once are limited. */
  readonly origin: string;
  readonly notification: NotificationSummary;
  /** performance.now() before loading: what was loaded over a second ago is loaded again before it is called. */
  readonly loadedAt: number;
}

export interface LoadedBatch {
  readonly callable: readonly LoadedDelivery[];
  readonly dropped: readonly { readonly row: OwedRow; readonly reason: DroppedReason }[];
  /** Owed, but something of theirs cannot be read: damage, e.g. a partition dropped by hand or a key that is gone. */
  readonly unreadable: readonly { readonly row: OwedRow; readonly error: unknown }[];
}

type NotificationsOf = (rows: readonly OwedRow[]) => Promise<ReadonlyMap<number, NotificationSummary>>;

const nothing: LoadedBatch = { callable: [], dropped: [], unreadable: [] };

const loadStatement = `SELECT ${owedColumns} FROM ${leasedRows}
  WHERE l.lease_id = ANY ($1::bigint[]) ORDER BY o.due, o.id`;

/** Loads what is owed under leases in three statements, and one more for each further day of recording. */
@Injectable()
export class BatchLoader {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
    @Inject(NotificationArchive) private readonly notifications: NotificationArchive,
  ) {}

  /** What is still owed under those of the leases that turn out to be `taken`: that is not waited for before asking. */
  async load(leases: readonly string[], taken: Promise<ReadonlySet<string>>): Promise<LoadedBatch> {
    const loadedAt = performance.now();
    const [rows, ours] = await Promise.all([
      this.dataSource.query<OwedRow[]>(loadStatement, [leases]),
      taken,
    ]);
    return this.complete(
      rows.filter(({ lease_id }) => ours.has(String(lease_id))),
      loadedAt,
    );
  }

  /**
   * What this process itself is just recording: of all that its calls need, only the webhooks have to be read.
   * @param asOf performance.now() before the rows were written, which they are as old as
   */
  async loadRecorded(
    rows: readonly OwedRow[],
    notifications: ReadonlyMap<number, NotificationSummary>,
    asOf: number,
  ): Promise<LoadedBatch> {
    return this.complete(rows, asOf, async () => Promise.resolve(notifications));
  }

  /** What of these is still owed under the lease it was loaded with. */
  async reload(deliveries: readonly LoadedDelivery[]): Promise<LoadedBatch> {
    const loadedAt = performance.now();
    const rows = await this.dataSource.query<OwedRow[]>(
      `SELECT ${owedColumns} FROM unnest($1::bigint[], $2::bigint[]) AS u (id, lease_id)
       JOIN owed o ON ${underLease('$1', 'u')}`,
      [deliveries.map(({ row }) => row.id), deliveries.map(({ lease }) => lease)],
    );
    return this.complete(rows, loadedAt);
  }

  /** A batch that cannot be read is halved until what is damaged stands alone. */
  private async complete(
    rows: readonly OwedRow[],
    loadedAt: number,
    notificationsOf: NotificationsOf = async (wanted) => this.notificationsOf(wanted),
  ): Promise<LoadedBatch> {
    if (rows.length === 0) return nothing;
    try {
      return await this.read(rows, loadedAt, notificationsOf);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      if (rows.length === 1) return { ...nothing, unreadable: [{ row: rows[0]!, error }] };
      const middle = Math.ceil(rows.length / 2);
      const first = await this.complete(rows.slice(0, middle), loadedAt, notificationsOf);
      const second = await this.complete(rows.slice(middle), loadedAt, notificationsOf);
      return {
        callable: [...first.callable, ...second.callable],
        dropped: [...first.dropped, ...second.dropped],
        unreadable: [...first.unreadable, ...second.unreadable],
      };
    }
  }

  private async notificationsOf(rows: readonly OwedRow[]): Promise<ReadonlyMap<number, NotificationSummary>> {
    return this.notifications.load(
      rows.map(({ notification_id, recorded }) => ({ id: notification_id, recorded })),
    );
  }

  private async read(
    rows: readonly OwedRow[],
    loadedAt: number,
    notificationsOf: NotificationsOf,
  ): Promise<LoadedBatch> {
    const [webhooks, notifications] = await Promise.all([
      this.webhooks.load([...new Set(rows.map(({ webhook_id }) => webhook_id))]),
      notificationsOf(rows),
    ]);
    const owed: { readonly row: OwedRow; readonly webhook: WebhookTarget }[] = [];
    const dropped: { readonly row: OwedRow; readonly reason: DroppedReason }[] = [];
    for (const row of rows) {
      const webhook = webhooks.get(row.webhook_id);
      const reason = droppedByDefinition(row, webhook);
      if (reason) dropped.push({ row, reason });
      else owed.push({ row, webhook: webhook! });
    }
    const origins = new Map<WebhookTarget, string>();
    const callable = owed.map(({ row, webhook }) => {
      const notification = notifications.get(row.notification_id);
      if (!notification) throw new NotificationMissingError(row);
      const origin = origins.get(webhook) ?? targetOrigin(webhook.url);
      origins.set(webhook, origin);
      return { row, lease: String(row.lease_id), webhook, origin, notification, loadedAt };
    });
    return { callable, dropped, unreadable: [] };
  }
}

/** The purge never takes what is owed, so this is damage. */
export class NotificationMissingError extends Error {
  readonly code = 'notification_missing';
  override readonly name = 'NotificationMissingError';
  constructor({ id, notification_id }: OwedRow) {
    super(`Delivery ${id} is owed, but its notification ${notification_id} is gone.`);
  }
}
