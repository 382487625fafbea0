import type { EntityManager } from '@app/database';
import { Injectable } from '@nestjs/common';

/** What a recording key stands for. */
export interface KeyRow {
  readonly organizerId: number;
  readonly key: string;
  readonly notificationId: number;
  readonly recorded: Date;
  readonly contentHash: Buffer;
  readonly deliveries: number;
}

export type NewKey = Omit<KeyRow, 'deliveries'>;

const keyColumns = `organizer_id AS "organizerId", key, notification_id AS "notificationId", recorded,
  content_hash AS "contentHash", deliveries`;

/** Recording keys: scoped to the organizer, kept as long as the log. */
@Injectable()
export class RecordingKeysRepository {
  /**
   * Takes each key that nobody has; answers those that stand for an earlier notification. Waits for transactions that
   * are taking the same ones; since all take them in one order, none waits for another in a circle.
   */
  async claim(keys: readonly NewKey[], manager: EntityManager): Promise<readonly KeyRow[]> {
    if (keys.length === 0) return [];
    const taken = await manager.query<{ notificationId: number }[]>(
      `INSERT INTO recording_keys (organizer_id, key, notification_id, recorded, content_hash)
       SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::timestamptz[], $5::bytea[])
         AS k (organizer_id, key, notification_id, recorded, content_hash)
       ORDER BY k.organizer_id, k.key COLLATE "C"
       ON CONFLICT DO NOTHING RETURNING notification_id AS "notificationId"`,
      [
        keys.map(({ organizerId }) => organizerId),
        keys.map(({ key }) => key),
        keys.map(({ notificationId }) => notificationId),
        keys.map(({ recorded }) => recorded),
        keys.map(({ contentHash }) => contentHash),
      ],
    );
    if (taken.length === keys.length) return [];
    const ours = new Set(taken.map(({ notificationId }) => notificationId));
    const others = keys.filter(({ notificationId }) => !ours.has(notificationId));
    return manager.query<KeyRow[]>(
      `SELECT ${keyColumns} FROM recording_keys
       WHERE (organizer_id, key) IN (SELECT * FROM unnest($1::bigint[], $2::text[]))`,
      [others.map(({ organizerId }) => organizerId), others.map(({ key }) => key)],
    );
  }

  /** Gives up keys taken in this transaction, of notifications that are not recorded after all. */
  async release(keys: readonly NewKey[], manager: EntityManager): Promise<void> {
    if (keys.length === 0) return;
    await manager.query(
      `DELETE FROM recording_keys r USING unnest($1::bigint[], $2::text[], $3::bigint[]) AS k (organizer_id, key, id)
       WHERE r.organizer_id = k.organizer_id AND r.key = k.key AND r.notification_id = k.id`,
      [
        keys.map(({ organizerId }) => organizerId),
        keys.map(({ key }) => key),
        keys.map(({ notificationId }) => notificationId),
      ],
    );
  }

  /** What a repetition is told; most notifications are owed to nobody, which is what a new key says by itself. */
  async setDeliveries(
    keys: readonly NewKey[],
    deliveries: ReadonlyMap<number, number>,
    manager: EntityManager,
  ): Promise<void> {
    const owed = keys.filter(({ notificationId }) => deliveries.has(notificationId));
    if (owed.length === 0) return;
    await manager.query(
      `UPDATE recording_keys r SET deliveries = k.deliveries
       FROM unnest($1::bigint[], $2::text[], $3::integer[]) AS k (organizer_id, key, deliveries)
       WHERE r.organizer_id = k.organizer_id AND r.key = k.key`,
      [
        owed.map(({ organizerId }) => organizerId),
        owed.map(({ key }) => key),
        owed.map(({ notificationId }) => deliveries.get(notificationId)),
      ],
    );
  }
}
