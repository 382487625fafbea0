import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';
import { leasedRows } from '../lease/leased-rows.js';
import type { EndedRange, ReopenedDelivery, ResendProgress, ResendState } from '@contracts/delivery';

const mostShown = 20;

/** Everything recorded in a time is sent again, in steps. */
export interface ResendOperation {
  readonly id: number;
  readonly organizer_id: number;
  readonly webhook_id: number;
  readonly generation: number;
  readonly since: Date;
  readonly until: Date;
  readonly state: ResendState;
  readonly after_recorded: Date | null;
  readonly after_id: number | null;
  /** What ended later is none of it; null until everything that was dropped before has been tidied. */
  readonly ended_before: Date | null;
}

/** The webhook that deliveries are owed to again. */
export interface OwedAgainTo {
  readonly webhookId: number;
  readonly organizerId: number;
  readonly generation: number;
  readonly due: Date;
  readonly slow: boolean;
}

@Injectable()
export class ResendingRepository {
  /**
   * A delivery that has not ended is called as soon as can be: a waiting one is due now, a dropped one that was not yet
   * tidied away begins a new round, one under way is left to it. @returns false when it is not owed
   */
  async renew(
    deliveryId: number,
    { webhookId, generation, due }: OwedAgainTo,
    manager: EntityManager,
  ): Promise<boolean> {
    const [, renewed] = await manager.query<[unknown[], number]>(
      `UPDATE owed SET
         due = CASE WHEN lease_id IS NULL THEN least(due, $4) ELSE due END,
         round = CASE WHEN lease_id IS NULL AND (generation < $3 OR drop_requested) THEN round + 1 ELSE round END,
         attempt = CASE WHEN lease_id IS NULL AND (generation < $3 OR drop_requested) THEN 0 ELSE attempt END,
         generation = $3, drop_requested = false
       WHERE id = $1 AND webhook_id = $2`,
      [deliveryId, webhookId, generation, due],
    );
    return renewed > 0;
  }

  /** Of the newest ones of a webhook, those that have not ended, or ended at or after `since`; oldest first. */
  async recent(webhookId: number, since: Date, manager: EntityManager): Promise<readonly ResendProgress[]> {
    return manager.query<ResendProgress[]>(
      `SELECT since, total, done, accepted, finished FROM (
         SELECT * FROM operations WHERE webhook_id = $1 ORDER BY id DESC LIMIT ${mostShown}
       ) newest WHERE finished IS NULL OR finished >= $2 ORDER BY id`,
      [webhookId, since],
    );
  }

  /** Deletes some that finished before this moment; answers how many. */
  async purge(before: Date, limit: number, manager: EntityManager): Promise<number> {
    const [, deleted] = await manager.query<[unknown[], number]>(
      'DELETE FROM operations WHERE id IN (SELECT id FROM operations WHERE finished < $1 LIMIT $2)',
      [before, limit],
    );
    return deleted;
  }

  /** What had ended is owed again, in its next round. */
  async insert(
    reopened: readonly ReopenedDelivery[],
    { webhookId, organizerId, generation, due, slow }: OwedAgainTo,
    manager: EntityManager,
  ): Promise<void> {
    if (reopened.length === 0) return;
    await manager.query(
      `INSERT INTO owed (id, notification_id, recorded, round, organizer_id, webhook_id, generation, due, slow)
       SELECT r.*, $5, $6, $7, $8, $9
       FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::smallint[]) AS r (id, notification_id, recorded, round)
       ON CONFLICT (id) DO NOTHING`,
      [
        reopened.map(({ id }) => id),
        reopened.map(({ notificationId }) => notificationId),
        reopened.map(({ recorded }) => recorded),
        reopened.map(({ round }) => round + 1),
        organizerId,
        webhookId,
        generation,
        due,
        slow,
      ],
    );
  }

  /** How many of the range are dropped by definition, and only wait to be tidied away; no more than `most` are counted. */
  async countDropped(
    { webhookId, since, until }: EndedRange,
    generation: number,
    manager: EntityManager,
    most?: number,
  ): Promise<number> {
    const [row] = await manager.query<{ count: number }[]>(
      `SELECT count(*) AS count FROM (
         SELECT FROM (
           SELECT * FROM owed WHERE webhook_id = $1 AND lease_id IS NULL
           UNION ALL
           SELECT o.* FROM ${leasedRows} WHERE $1 = ANY (l.webhooks) AND o.webhook_id = $1
         ) o WHERE o.recorded >= $2 AND o.recorded < $3 AND (o.generation < $4 OR o.drop_requested)
         LIMIT $5
       ) counted`,
      [webhookId, since, until, generation, most ?? null],
    );
    return row!.count;
  }

  async begin(
    { webhookId, since, until, state }: EndedRange,
    { organizerId, generation, accepted, total }: BeginningOperation,
    manager: EntityManager,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO operations (organizer_id, webhook_id, generation, since, until, state, accepted, total)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [organizerId, webhookId, generation, since, until, state, accepted, total],
    );
  }

  /** The next unfinished one, locked; undefined when there is none that nobody else works on. */
  async next(after: number, manager: EntityManager): Promise<ResendOperation | undefined> {
    const [operation] = await manager.query<ResendOperation[]>(
      `SELECT * FROM operations WHERE finished IS NULL AND id > $1 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [after],
    );
    return operation;
  }

  /** Whether what was dropped before is still being tidied away. */
  async isTidying(webhookId: number, manager: EntityManager): Promise<boolean> {
    const [row] = await manager.query<{ found: boolean }[]>(
      'SELECT EXISTS (SELECT FROM tidying WHERE webhook_id = $1) AS found',
      [webhookId],
    );
    return row!.found;
  }

  async proceed(
    { id }: ResendOperation,
    { last, count, endedBefore }: OperationStep,
    manager: EntityManager,
  ): Promise<void> {
    await manager.query(
      `UPDATE operations SET ended_before = $2, done = done + $3, after_recorded = coalesce($4, after_recorded),
         after_id = coalesce($5, after_id) WHERE id = $1`,
      [id, endedBefore, count, last?.recorded, last?.id],
    );
  }

  async finish({ id }: ResendOperation, now: Date, manager: EntityManager): Promise<void> {
    await manager.query('UPDATE operations SET finished = $2 WHERE id = $1', [id, now]);
  }
}

export interface BeginningOperation {
  readonly organizerId: number;
  readonly generation: number;
  readonly accepted: Date;
  readonly total: number;
}

export interface OperationStep {
  readonly last: ReopenedDelivery | undefined;
  readonly count: number;
  readonly endedBefore: Date;
}
