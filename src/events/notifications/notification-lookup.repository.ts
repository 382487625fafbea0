import { TransactionRunner } from '@app/database';
import { NotFound } from '@app/rest';
import type { NotificationDetails, NotificationLookup } from '@contracts/events';
import { Injectable } from '@nestjs/common';

@Injectable()
export class NotificationLookupRepository implements NotificationLookup {
  constructor(private readonly transactions: TransactionRunner) {}

  /** Its key is found by the moment: the keys have no index of notifications. */
  async require(organizerId: number, notificationId: number): Promise<NotificationDetails> {
    const [found] = await this.transactions.manager.query<NotificationDetails[]>(
      `SELECT n.id, n.recorded, n.organizer_id AS "organizerId", t.text AS "actionType", a.text AS action, n.event,
         n.reference, n.body, n.data, k.key AS "recordingKey"
       FROM notifications n
       JOIN texts t ON t.id = n.action_type_id JOIN texts a ON a.id = n.action_id
       LEFT JOIN LATERAL (
         SELECT key FROM recording_keys
         WHERE recorded = n.recorded AND notification_id = n.id AND organizer_id = n.organizer_id
       ) k ON true
       WHERE n.id = $2 AND n.organizer_id = $1`,
      [organizerId, notificationId],
    );
    if (!found) throw new NotFound('Notification');
    return found;
  }
}
