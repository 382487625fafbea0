import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@app/database';
import type { LastCall } from '@contracts/delivery';
import type { OwedAtRecording } from './fan-outs.repository.js';
import type { OwedState } from './ledger-entry.js';

/** Deliveries looked through in one step. */
const stepSize = 1_000;
/** Every process that makes calls ends what is over within a second or two. */
const overdueAfter = '1 minute';

/** A delivery that nobody would ever come back to, as it stands. */
export interface StrandedDelivery {
  readonly id: number;
  readonly lease_id: number;
  /** `lease_gone`: nobody can end the lease that covers it. `lease_overdue`: nobody has. */
  readonly fault: 'lease_gone' | 'lease_overdue';
}

/** What is owed, as the ledger sees it. */
@Injectable()
export class OwedStatesRepository {
  /** Where each of these is; what is not owed is absent. */
  async of(ids: readonly number[], manager: EntityManager): Promise<ReadonlyMap<number, OwedState>> {
    const rows = await manager.query<{ id: number; state: OwedState }[]>(
      `SELECT o.id, CASE WHEN o.lease_id IS NULL THEN 'waiting' WHEN l.id IS NULL THEN 'stranded'
         WHEN l.owner IS NULL THEN 'queued' ELSE 'in_flight' END AS state
       FROM owed o LEFT JOIN leases l ON l.id = o.lease_id WHERE o.id = ANY ($1::bigint[])`,
      [ids],
    );
    return new Map(rows.map(({ id, state }) => [id, state]));
  }

  /** A step through all that is owed, in the order of ids. @returns after which to go on; null at the end */
  async findStranded(
    after: number,
    manager: EntityManager,
  ): Promise<{ readonly stranded: readonly StrandedDelivery[]; readonly last: number | null }> {
    const [row] = await manager.query<{ stranded: StrandedDelivery[] | null; last: number; count: number }[]>(
      `WITH step AS MATERIALIZED (SELECT id, lease_id FROM owed WHERE id > $1 ORDER BY id LIMIT ${stepSize})
       SELECT max(s.id) AS last, count(*)::integer AS count,
         json_agg(json_build_object('id', s.id, 'lease_id', s.lease_id,
           'fault', CASE WHEN l.id IS NULL THEN 'lease_gone' ELSE 'lease_overdue' END) ORDER BY s.id)
           FILTER (WHERE s.lease_id IS NOT NULL
             AND (l.id IS NULL OR l.until < clock_timestamp() - interval '${overdueAfter}')) AS stranded
       FROM step s LEFT JOIN leases l ON l.id = s.lease_id`,
      [after],
    );
    const { stranded, last, count } = row!;
    return { stranded: stranded ?? [], last: count < stepSize ? null : last };
  }

  /** What is covered by a lease that is gone may be taken by anybody. @returns which */
  async free(stranded: readonly StrandedDelivery[], manager: EntityManager): Promise<readonly number[]> {
    const [freed] = await manager.query<[{ id: number }[], number]>(
      `UPDATE owed o SET lease_id = NULL FROM unnest($1::bigint[], $2::bigint[]) AS u (id, lease_id)
       WHERE o.id = u.id AND o.lease_id = u.lease_id AND NOT EXISTS (SELECT FROM leases WHERE id = u.lease_id)
       RETURNING o.id`,
      [stranded.map(({ id }) => id), stranded.map(({ lease_id }) => lease_id)],
    );
    return freed.map(({ id }) => id);
  }

  /** What was given to leases that are gone says nothing any more. */
  async forgetContents(manager: EntityManager): Promise<void> {
    await manager.query(
      'DELETE FROM lease_contents c WHERE NOT EXISTS (SELECT FROM leases WHERE id = c.lease_id)',
    );
  }

  /** Owed again, under the generation it was owed under: what is dropped by definition is dropped, and said so. */
  async putBack(
    deliveries: readonly OwedAtRecording[],
    lastCalls: ReadonlyMap<number, LastCall>,
    due: Date,
    manager: EntityManager,
  ): Promise<void> {
    const lastOf = ({ id }: OwedAtRecording): LastCall => lastCalls.get(id) ?? { round: 1, attempt: 0 };
    await manager.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, round, attempt, due, slow)
       SELECT *, $9, true FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::bigint[],
         $6::integer[], $7::smallint[], $8::smallint[]) ON CONFLICT (id) DO NOTHING`,
      [
        deliveries.map(({ id }) => id),
        deliveries.map(({ notificationId }) => notificationId),
        deliveries.map(({ recorded }) => recorded),
        deliveries.map(({ organizerId }) => organizerId),
        deliveries.map(({ webhookId }) => webhookId),
        deliveries.map(({ generation }) => generation),
        deliveries.map((delivery) => lastOf(delivery).round),
        deliveries.map((delivery) => lastOf(delivery).attempt),
        due,
      ],
    );
  }
}
