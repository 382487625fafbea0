import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';
import type { DueRetries } from '@contracts/delivery';
import { leasedRows } from '../lease/leased-rows.js';

/** Retries of one webhook: deliveries whose last call failed. Under an older generation nothing is owed. */
export interface RetriesOf {
  readonly webhookId: number;
  readonly generation: number;
}

/** A page asks every few seconds: no more are read of what waits, nor of what is queued or under way. */
const mostRead = 10_000;

@Injectable()
export class WaitingRetriesRepository {
  /** Makes every waiting retry due at once; answers how many are. Those held already are on their way. */
  async expedite({ webhookId, generation }: RetriesOf, now: Date, manager: EntityManager): Promise<number> {
    const [, expedited] = await manager.query<[unknown[], number]>(
      `UPDATE owed SET due = least(due, $3)
       WHERE webhook_id = $1 AND generation >= $2 AND attempt > 0 AND lease_id IS NULL AND NOT drop_requested`,
      [webhookId, generation, now],
    );
    return expedited;
  }

  /** A retry that was called since is gone, or due later. The oldest are read first: retries are. */
  async countDue(webhookId: number, at: Date, manager: EntityManager): Promise<DueRetries> {
    const [row] = await manager.query<DueRetries[]>(
      `WITH waiting AS MATERIALIZED (
         SELECT attempt, due, drop_requested FROM owed WHERE webhook_id = $1 AND lease_id IS NULL
         ORDER BY recorded, id LIMIT ${mostRead}
       ), leased AS MATERIALIZED (
         SELECT o.attempt, o.due, o.drop_requested FROM ${leasedRows}
         WHERE $1 = ANY (l.webhooks) AND o.webhook_id = $1 LIMIT ${mostRead}
       )
       SELECT (count(*) FILTER (WHERE attempt > 0 AND due <= $2 AND NOT drop_requested))::integer AS count,
         greatest((SELECT count(*) FROM waiting), (SELECT count(*) FROM leased)) < ${mostRead} AS "isExact"
       FROM (SELECT * FROM waiting UNION ALL SELECT * FROM leased) o`,
      [webhookId, at],
    );
    return row!;
  }

  /**
   * Marks every retry so that no call of it begins any more, whether it waits, is queued or is under way; answers how
   * many. One statement, so that none slips through between two of its states.
   */
  async drop({ webhookId, generation }: RetriesOf, manager: EntityManager): Promise<number> {
    const [, dropped] = await manager.query<[unknown[], number]>(
      `WITH retries AS MATERIALIZED (
         SELECT id FROM owed WHERE webhook_id = $1 AND lease_id IS NULL
         UNION ALL
         SELECT o.id FROM ${leasedRows} WHERE $1 = ANY (l.webhooks) AND o.webhook_id = $1
       )
       UPDATE owed o SET drop_requested = true FROM retries r
       WHERE o.id = r.id AND o.generation >= $2 AND o.attempt > 0 AND NOT o.drop_requested`,
      [webhookId, generation],
    );
    return dropped;
  }
}
