import type { EntityManager } from '@app/database';
import type {
  DeliveryEnd,
  DeliveryHistory,
  EndedRange,
  LastCall,
  ReopenedDelivery,
  ResendState,
} from '@contracts/delivery';
import { Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';

interface ReopenedRow {
  readonly id: number;
  readonly notification_id: number;
  readonly recorded: Date;
  readonly round: number;
}

/** A delivery of a step; `round` is null when somebody else has reopened it meanwhile. */
interface PickedRow extends Omit<ReopenedRow, 'round'> {
  readonly round: number | null;
}

const reopenOne = `
  WITH called AS (
    UPDATE calls SET final = false WHERE delivery_id = $2 AND webhook_id = $1 AND final AND datetime >= $3
    RETURNING delivery_id AS id, notification_id, recorded, round
  ), dropped AS (
    DELETE FROM ended WHERE delivery_id = $2 AND webhook_id = $1 AND ended >= $3
    RETURNING delivery_id AS id, notification_id, recorded, round
  )
  SELECT * FROM called UNION ALL SELECT * FROM dropped`;

/** $1 webhook, $2 since, $3 until. No call is older than its notification. Exhausted ones have an index of their own. */
const finalCalls = (state: ResendState): string =>
  `FROM calls WHERE webhook_id = $1 AND final AND datetime >= $2 AND recorded >= $2 AND recorded < $3
  ${state === 'all' ? '' : 'AND NOT success'}`;
const endings = 'FROM ended WHERE webhook_id = $1 AND ended >= $2 AND recorded >= $2 AND recorded < $3';

/** $4 how many at most; null: all. */
const countRange = (state: ResendState): string =>
  `SELECT count(*) AS count FROM ((SELECT ${finalCalls(state)}) UNION ALL (SELECT ${endings}) LIMIT $4) counted`;

/** $4, $5 the last of the step before, $6 endedBefore, $7 the size of a step. */
const nextInOrder = `AND (recorded, delivery_id) > ($4, $5::bigint) ORDER BY recorded, delivery_id LIMIT $7`;
const reopenStep = (state: ResendState): string => `
  WITH picked AS MATERIALIZED (
    (SELECT recorded, delivery_id AS id, notification_id, datetime AS at, id AS call_id ${finalCalls(state)}
       AND datetime + duration_us * interval '1 microsecond' < $6 ${nextInOrder})
    UNION ALL
    (SELECT recorded, delivery_id, notification_id, ended, NULL ${endings} AND ended < $6 ${nextInOrder})
    ORDER BY recorded, id LIMIT $7
  ), called AS (
    UPDATE calls c SET final = false FROM picked p
    WHERE c.webhook_id = $1 AND c.datetime = p.at AND c.id = p.call_id AND c.datetime >= $2 AND c.final
    RETURNING c.delivery_id AS id, c.round
  ), dropped AS (
    DELETE FROM ended e USING picked p
    WHERE p.call_id IS NULL AND e.delivery_id = p.id AND e.ended = p.at AND e.ended >= $2
    RETURNING e.delivery_id AS id, e.round
  ), reopened AS (
    SELECT * FROM called UNION ALL SELECT * FROM dropped
  )
  SELECT p.id, p.notification_id, p.recorded, r.round FROM picked p LEFT JOIN reopened r ON r.id = p.id
  ORDER BY p.recorded, p.id`;

/** Clocks that jump, or differ, put no call so long before what it is a call of. */
const clockMargin = "interval '1 day'";
const looked = (column: string): string =>
  `($2::timestamptz IS NULL OR ${column} >= $2::timestamptz - ${clockMargin})`;
/** Not shown how many there are, PostgreSQL looks each up; it took 20 ms to plan for 1,800, and read all calls of the day. */
const oneOf = 'delivery_id = ANY ((SELECT $1::bigint[])::bigint[])';
const endsStatement = `
  SELECT delivery_id AS id, CASE WHEN success THEN 'succeeded' ELSE 'exhausted' END AS how FROM calls
  WHERE ${oneOf} AND final AND ${looked('datetime')}
  UNION ALL
  SELECT delivery_id, reason FROM ended WHERE ${oneOf} AND ${looked('ended')}`;
const lastCallsStatement = `
  SELECT DISTINCT ON (delivery_id) delivery_id AS id, round, attempt FROM calls WHERE delivery_id = ANY ($1::bigint[])
  ORDER BY delivery_id, round DESC, attempt DESC`;

/** What has ended, taken back from the history. What is past its time is not found. */
@Injectable()
export class DeliveryHistoryRepository implements DeliveryHistory {
  constructor(private readonly retention: Retention) {}

  async reopen(
    webhookId: number,
    deliveryId: number,
    manager: EntityManager,
  ): Promise<ReopenedDelivery | null> {
    const [row] = await manager.query<ReopenedRow[]>(reopenOne, [
      webhookId,
      deliveryId,
      this.retention.cutoff(),
    ]);
    return row ? toReopened(row, row.round) : null;
  }

  async count(range: EndedRange, manager: EntityManager, most?: number): Promise<number> {
    const [row] = await manager.query<{ count: number }[]>(countRange(range.state), [
      ...this.parametersOf(range),
      most ?? null,
    ]);
    return row!.count;
  }

  /** As many as asked for while there are any: who gets fewer is at the end. */
  async reopenNext(
    range: EndedRange,
    { after, endedBefore, limit }: Parameters<DeliveryHistory['reopenNext']>[1],
    manager: EntityManager,
  ): Promise<readonly ReopenedDelivery[]> {
    const parameters = this.parametersOf(range);
    const reopened: ReopenedDelivery[] = [];
    let last = after ?? { recorded: range.since, id: 0 };
    for (;;) {
      const wanted = limit - reopened.length;
      const rows = await manager.query<PickedRow[]>(reopenStep(range.state), [
        ...parameters,
        last.recorded,
        last.id,
        endedBefore,
        wanted,
      ]);
      for (const row of rows) if (row.round !== null) reopened.push(toReopened(row, row.round));
      last = rows.at(-1) ?? last;
      if (rows.length < wanted || reopened.length === limit) return reopened;
    }
  }

  async endsOf(
    deliveries: readonly number[],
    since: Date | null,
    manager: EntityManager,
  ): Promise<ReadonlyMap<number, DeliveryEnd>> {
    if (deliveries.length === 0) return new Map();
    const rows = await manager.query<{ id: number; how: DeliveryEnd }[]>(endsStatement, [deliveries, since]);
    return new Map(rows.map(({ id, how }) => [id, how]));
  }

  async lastCallsOf(
    deliveries: readonly number[],
    manager: EntityManager,
  ): Promise<ReadonlyMap<number, LastCall>> {
    const rows = await manager.query<(LastCall & { id: number })[]>(lastCallsStatement, [deliveries]);
    return new Map(rows.map(({ id, ...last }) => [id, last]));
  }

  private parametersOf({ webhookId, since, until }: EndedRange): unknown[] {
    return [webhookId, this.retention.from(since), until];
  }
}

function toReopened(
  { id, notification_id, recorded }: Omit<ReopenedRow, 'round'>,
  round: number,
): ReopenedDelivery {
  return { id, notificationId: notification_id, recorded, round };
}
