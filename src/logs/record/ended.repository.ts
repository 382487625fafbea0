import { DayPartitions, type EntityManager } from '@app/database';
import type { DeliveriesDropped } from '@contracts/delivery';
import { Injectable } from '@nestjs/common';

const insertEnded = `
  INSERT INTO ended (ended, delivery_id, notification_id, recorded, organizer_id, webhook_id, round, attempt,
    last_return_code, reason, last_error)
  SELECT $1, e.* FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::smallint[],
    $8::smallint[], $9::smallint[], $10::text[], $11::text[]) AS e`;

/** Writes down deliveries that ended without a call. */
@Injectable()
export class EndedRepository {
  constructor(private readonly partitions: DayPartitions) {}

  /** In one statement. */
  async insert({ deliveries, ended }: DeliveriesDropped, manager: EntityManager): Promise<void> {
    await this.partitions.require('ended', [ended]);
    await manager.query(insertEnded, [
      ended,
      deliveries.map(({ id }) => id),
      deliveries.map(({ notificationId }) => notificationId),
      deliveries.map(({ recorded }) => recorded),
      deliveries.map(({ organizerId }) => organizerId),
      deliveries.map(({ webhookId }) => webhookId),
      deliveries.map(({ round }) => round),
      deliveries.map(({ attempt }) => attempt),
      deliveries.map(({ lastReturnCode }) => lastReturnCode),
      deliveries.map(({ reason }) => reason),
      deliveries.map(({ lastError }) => lastError),
    ]);
  }
}
