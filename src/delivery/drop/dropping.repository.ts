import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';
import type { OwedRow } from '../owed/owed.repository.js';

/** Ends deliveries without a call. Those under way are marked: their call ends, and no other follows. */
@Injectable()
export class DroppingRepository {
  /** Removes these, as far as their lease still covers them. */
  async removeLeased(rows: readonly OwedRow[], manager: EntityManager): Promise<readonly OwedRow[]> {
    const [removed] = await manager.query<[OwedRow[], number]>(
      `DELETE FROM owed o USING unnest($1::bigint[], $2::bigint[]) AS u (id, lease_id)
       WHERE o.id = u.id AND o.lease_id = u.lease_id RETURNING o.*`,
      [rows.map(({ id }) => id), rows.map(({ lease_id }) => lease_id)],
    );
    return removed;
  }

  /** Removes a step of what the webhook was owed under generations before `generation`, but what is under way. */
  async removeStale(
    webhookId: number,
    generation: number,
    limit: number,
    manager: EntityManager,
  ): Promise<readonly OwedRow[]> {
    const [removed] = await manager.query<[OwedRow[], number]>(
      `DELETE FROM owed WHERE id IN (
         SELECT id FROM owed WHERE webhook_id = $1 AND generation < $2 AND lease_id IS NULL
         LIMIT $3 FOR UPDATE SKIP LOCKED
       ) RETURNING *`,
      [webhookId, generation, limit],
    );
    return removed;
  }

  /** Removes a step of the webhook's waiting retries. */
  async removeRetries(webhookId: number, limit: number, manager: EntityManager): Promise<readonly OwedRow[]> {
    const [removed] = await manager.query<[OwedRow[], number]>(
      `DELETE FROM owed WHERE id IN (
         SELECT id FROM owed WHERE webhook_id = $1 AND attempt > 0 AND lease_id IS NULL LIMIT $2 FOR UPDATE
       ) RETURNING *`,
      [webhookId, limit],
    );
    return removed;
  }

  /** Marks the webhook's retries that are queued or under way; answers how many. */
  async markRetries(webhookId: number, manager: EntityManager): Promise<number> {
    const [, marked] = await manager.query<[unknown[], number]>(
      `UPDATE owed SET drop_requested = true
       WHERE webhook_id = $1 AND attempt > 0 AND lease_id IS NOT NULL AND NOT drop_requested`,
      [webhookId],
    );
    return marked;
  }
}
