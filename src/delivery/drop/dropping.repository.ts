import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';
import { leasedRows } from '../lease/leased-rows.js';
import type { OwedRow } from '../owed/owed-row.js';
import { underLease } from '../owed/under-lease.js';

/** Ends deliveries without a call. */
@Injectable()
export class DroppingRepository {
  /** Removes these, as far as their lease still covers them, and nobody has asked for them again since they were loaded. */
  async removeLeased(rows: readonly OwedRow[], manager: EntityManager): Promise<readonly OwedRow[]> {
    const [removed] = await manager.query<[OwedRow[], number]>(
      `DELETE FROM owed o USING unnest($1::bigint[], $2::bigint[], $3::integer[], $4::boolean[])
         AS u (id, lease_id, generation, drop_requested)
       WHERE ${underLease('$1', 'u')}
         AND o.generation <= u.generation AND (o.drop_requested OR NOT u.drop_requested)
       RETURNING o.*`,
      [
        rows.map(({ id }) => id),
        rows.map(({ lease_id }) => lease_id),
        rows.map(({ generation }) => generation),
        rows.map(({ drop_requested }) => drop_requested),
      ],
    );
    return removed;
  }

  /** Removes a step of what the webhook is owed no longer, but what a process holds. */
  async removeStep(
    webhookId: number,
    fromGeneration: number,
    limit: number,
    manager: EntityManager,
  ): Promise<readonly OwedRow[]> {
    const [removed] = await manager.query<[OwedRow[], number]>(
      `DELETE FROM owed WHERE id IN (
         SELECT id FROM owed WHERE webhook_id = $1 AND (generation < $2 OR drop_requested) AND lease_id IS NULL
         LIMIT $3 FOR UPDATE SKIP LOCKED
       ) RETURNING *`,
      [webhookId, fromGeneration, limit],
    );
    return removed;
  }

  /** Whether there still is a row of what the webhook is owed no longer. */
  async isTidy(webhookId: number, fromGeneration: number, manager: EntityManager): Promise<boolean> {
    const [row] = await manager.query<{ found: boolean }[]>(
      `SELECT EXISTS (
         SELECT FROM owed WHERE webhook_id = $1 AND lease_id IS NULL AND (generation < $2 OR drop_requested)
       ) OR EXISTS (
         SELECT FROM ${leasedRows}
         WHERE $1 = ANY (l.webhooks) AND o.webhook_id = $1 AND (o.generation < $2 OR o.drop_requested)
       ) AS found`,
      [webhookId, fromGeneration],
    );
    return !row!.found;
  }

  /** Remembers, with the transaction, that there is something to tidy for the webhook. */
  async request(webhookId: number, manager: EntityManager): Promise<void> {
    // The row is locked even when it is there, or a step could end it without having seen what is not yet committed.
    await manager.query(
      `INSERT INTO tidying (webhook_id) VALUES ($1) ON CONFLICT (webhook_id) DO UPDATE SET webhook_id = $1`,
      [webhookId],
    );
  }

  /** The next webhook to tidy for, locked; undefined when there is none that nobody else works on. */
  async next(after: number, manager: EntityManager): Promise<number | undefined> {
    const [row] = await manager.query<{ webhook_id: number }[]>(
      `SELECT webhook_id FROM tidying WHERE webhook_id > $1 ORDER BY webhook_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [after],
    );
    return row?.webhook_id;
  }

  async finish(webhookId: number, manager: EntityManager): Promise<void> {
    await manager.query('DELETE FROM tidying WHERE webhook_id = $1', [webhookId]);
  }
}
