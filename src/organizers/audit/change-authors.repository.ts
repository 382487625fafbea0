import { TransactionRunner } from '@app/database';
import type { ChangeAuthors, KnownChange } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';

/** A transaction reads the clock more than once, and may wait in between. */
const sameTransactionMs = 60_000;

/** Reads the audit trail where a change is known to be, so that its length does not matter. */
@Injectable()
export class ChangeAuthorsRepository implements ChangeAuthors {
  constructor(private readonly transactions: TransactionRunner) {}

  async find(organizerId: number, changes: readonly KnownChange[]): Promise<ReadonlyMap<string, string>> {
    if (changes.length === 0) return new Map();
    const rows = await this.transactions.manager.query<{ object_id: string; actor_name: string }[]>(
      `SELECT c.object_id, e.actor_name
       FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
         AS c (object_type, object_id, field, earliest, latest)
       CROSS JOIN LATERAL (
         SELECT actor_name FROM audit_entries
         WHERE organizer_id = $1 AND datetime BETWEEN c.earliest AND c.latest
           AND object_type = c.object_type AND object_id = c.object_id AND changes ? c.field
         ORDER BY datetime, id LIMIT 1
       ) e`,
      [
        organizerId,
        changes.map(({ object }) => object.type),
        changes.map(({ object }) => String(object.id)),
        changes.map(({ field }) => field),
        changes.map(({ at }) => new Date(at.getTime() - sameTransactionMs)),
        changes.map(({ at }) => new Date(at.getTime() + sameTransactionMs)),
      ],
    );
    return new Map(rows.map((row) => [row.object_id, row.actor_name]));
  }
}
