import { Inject, Injectable } from '@nestjs/common';
import { NotificationArchive, type NotificationSummary } from '@contracts/events';
import { type DroppedReason, WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { DataSource } from 'typeorm';
import { droppedByDefinition, type OwedRow } from '../owed/owed.repository.js';

/** A delivery as loaded: everything its call needs. */
export interface LoadedDelivery {
  readonly row: OwedRow;
  readonly lease: string;
  readonly webhook: WebhookTarget;
  readonly notification: NotificationSummary;
  /** performance.now() at loading: what was loaded over a second ago is loaded again before it is called. */
  readonly loadedAt: number;
}

export interface LoadedBatch {
  readonly callable: readonly LoadedDelivery[];
  readonly dropped: readonly { readonly row: OwedRow; readonly reason: DroppedReason }[];
}

/** Loads what is owed under leases in three statements, however many deliveries. */
@Injectable()
export class BatchLoader {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory,
    @Inject(NotificationArchive) private readonly notifications: NotificationArchive,
  ) {}

  /** What is still owed under the lease. */
  async load(lease: string): Promise<LoadedBatch> {
    return this.complete(
      await this.dataSource.query<OwedRow[]>('SELECT * FROM owed WHERE lease_id = $1 ORDER BY due, id', [
        lease,
      ]),
    );
  }

  /** What of these is still owed under the lease it was loaded with. */
  async reload(deliveries: readonly LoadedDelivery[]): Promise<LoadedBatch> {
    return this.complete(
      await this.dataSource.query<OwedRow[]>(
        `SELECT o.* FROM unnest($1::bigint[], $2::bigint[]) AS u (id, lease_id)
         JOIN owed o ON o.id = u.id AND o.lease_id = u.lease_id`,
        [deliveries.map(({ row }) => row.id), deliveries.map(({ lease }) => lease)],
      ),
    );
  }

  private async complete(rows: readonly OwedRow[]): Promise<LoadedBatch> {
    if (rows.length === 0) return { callable: [], dropped: [] };
    const loadedAt = performance.now();
    const [webhooks, notifications] = await Promise.all([
      this.webhooks.load([...new Set(rows.map(({ webhook_id }) => webhook_id))]),
      this.notifications.load(
        rows.map(({ notification_id, recorded }) => ({ id: notification_id, recorded })),
      ),
    ]);
    const callable: LoadedDelivery[] = [];
    const dropped: { row: OwedRow; reason: DroppedReason }[] = [];
    for (const row of rows) {
      const webhook = webhooks.get(row.webhook_id);
      const reason = droppedByDefinition(row, webhook);
      if (reason) {
        dropped.push({ row, reason });
        continue;
      }
      const notification = notifications.get(row.notification_id);
      if (!notification) throw new NotificationMissingError(row);
      callable.push({ row, lease: String(row.lease_id), webhook: webhook!, notification, loadedAt });
    }
    return { callable, dropped };
  }
}

/** The purge never takes what is owed, so this is damage, e.g. a partition dropped by hand. */
export class NotificationMissingError extends Error {
  readonly code = 'notification_missing';
  override readonly name = 'NotificationMissingError';
  constructor({ id, notification_id }: OwedRow) {
    super(`Delivery ${id} is owed, but its notification ${notification_id} is gone.`);
  }
}
