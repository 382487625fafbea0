import type { EntityManager } from '@app/database';
import type { DroppedReason } from '@contracts/webhooks';
import type { CursorKey } from '@app/rest';
import { Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';

/** A delivery that has ended: with its last call, or without one. */
export interface PastDelivery {
  readonly id: number;
  readonly notification_id: number;
  readonly recorded: Date;
  readonly webhook_id: number;
  readonly round: number;
  readonly attempt: number;
  /** Null when it was dropped. */
  readonly success: boolean | null;
  readonly dropped_reason: DroppedReason | null;
  readonly last_return_code: number | null;
  readonly last_error: string | null;
}

export interface PastQuery {
  readonly webhookId: number;
  /** Recorded at or after. */
  readonly since?: Date;
  /** Recorded before. */
  readonly until?: Date;
  /** Only older ones than this. */
  readonly after: CursorKey | null;
  readonly limit: number;
}

const fromCalls = `SELECT delivery_id AS id, notification_id, recorded, webhook_id, round, attempt, success,
  NULL AS dropped_reason, return_code AS last_return_code, error_code AS last_error FROM calls`;
const fromEnded = `SELECT delivery_id AS id, notification_id, recorded, webhook_id, round, attempt, NULL AS success,
  reason AS dropped_reason, last_return_code, last_error FROM ended`;

/** $1 webhook, $2 the cutoff or since, $3 until, $4 and $5 the cursor, $6 limit, $7 since. */
const newestFirst = `AND recorded >= $7
  AND ($3::timestamptz IS NULL OR recorded < $3)
  AND ($4::timestamptz IS NULL OR (recorded, delivery_id) < ($4, $5::bigint))
  ORDER BY recorded DESC, delivery_id DESC LIMIT $6`;

/** Deliveries that have ended within the time the log is kept, newest first by (recorded, id). */
@Injectable()
export class PastDeliveriesRepository {
  constructor(private readonly retention: Retention) {}

  /** Ended with a call that succeeded, or did not. */
  async called(
    query: PastQuery,
    success: boolean | undefined,
    manager: EntityManager,
  ): Promise<readonly PastDelivery[]> {
    // Exhausted ones have an index of their own, which a parameter would hide.
    const outcome = success === undefined ? '' : `AND ${success ? '' : 'NOT '}success`;
    return manager.query(
      `${fromCalls} WHERE webhook_id = $1 AND final AND datetime >= $2 ${outcome} ${newestFirst}`,
      this.parametersOf(query),
    );
  }

  /** Ended without a call of their own. */
  async dropped(query: PastQuery, manager: EntityManager): Promise<readonly PastDelivery[]> {
    return manager.query(
      `${fromEnded} WHERE webhook_id = $1 AND ended >= $2 ${newestFirst}`,
      this.parametersOf(query),
    );
  }

  async find(
    webhookId: number,
    deliveryId: number,
    manager: EntityManager,
  ): Promise<PastDelivery | undefined> {
    const [row] = await manager.query<PastDelivery[]>(
      `${fromCalls} WHERE delivery_id = $1 AND webhook_id = $2 AND final AND datetime >= $3
       UNION ALL
       ${fromEnded} WHERE delivery_id = $1 AND webhook_id = $2 AND ended >= $3`,
      [deliveryId, webhookId, this.retention.cutoff()],
    );
    return row;
  }

  async ofNotification(notificationId: number, manager: EntityManager): Promise<readonly PastDelivery[]> {
    return manager.query(
      `${fromCalls} WHERE notification_id = $1 AND final AND datetime >= $2
       UNION ALL
       ${fromEnded} WHERE notification_id = $1 AND ended >= $2`,
      [notificationId, this.retention.cutoff()],
    );
  }

  /** @param recorded when the notification was */
  async idsOfNotification(
    notificationId: number,
    recorded: Date,
    manager: EntityManager,
  ): Promise<readonly number[]> {
    const rows = await manager.query<{ id: number }[]>(
      `SELECT delivery_id AS id FROM calls WHERE notification_id = $1 AND final AND datetime >= $2
       UNION ALL
       SELECT delivery_id FROM ended WHERE notification_id = $1 AND ended >= $2`,
      [notificationId, this.retention.fromRecorded(recorded)],
    );
    return rows.map(({ id }) => id);
  }

  /** @param recorded when the first of their notifications was */
  async load(
    ids: readonly number[],
    recorded: Date,
    manager: EntityManager,
  ): Promise<readonly PastDelivery[]> {
    return manager.query(
      `${fromCalls} WHERE delivery_id = ANY ($1::bigint[]) AND final AND datetime >= $2
       UNION ALL
       ${fromEnded} WHERE delivery_id = ANY ($1::bigint[]) AND ended >= $2`,
      [ids, this.retention.fromRecorded(recorded)],
    );
  }

  /** Nothing ends before it was recorded, so `since` also says which days need not be looked at. */
  private parametersOf({ webhookId, since, until, after, limit }: PastQuery): unknown[] {
    const bounds = [until, after?.time, after?.id];
    return [webhookId, this.retention.from(since), ...bounds, limit, since ?? new Date(0)];
  }
}
