import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import type { CursorRequest } from '@app/rest';
import type { AuditEntry, AuditLogPart, AuditTrail } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { AuditEntryEntity } from './audit-entry.entity.js';

/** Who changed what, how, in PostgreSQL, which itself refuses to change an entry. */
@Injectable()
export class AuditTrailRepository implements AuditTrail {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly transactions: TransactionRunner,
  ) {}

  async append(entries: readonly AuditEntry[], manager: EntityManager): Promise<void> {
    if (entries.length === 0) return;
    const datetime = this.clock.now();
    const rows = entries.map(({ organizerId, principal, action, object, changes }) => ({
      organizer_id: organizerId,
      actor_type: principal.type,
      actor_id: principal.id,
      actor_name: principal.name,
      action,
      object_type: object.type,
      object_id: String(object.id),
      changes,
    }));
    await manager.query(
      `INSERT INTO audit_entries (organizer_id, datetime, actor_type, actor_id, actor_name, action, object_type,
         object_id, changes)
       SELECT organizer_id, $2, actor_type, actor_id, actor_name, action, object_type, object_id, changes
       FROM jsonb_to_recordset($1::jsonb) AS r (organizer_id bigint, actor_type text, actor_id bigint,
         actor_name text, action text, object_type text, object_id text, changes jsonb)`,
      [JSON.stringify(rows), datetime],
    );
  }

  /** Newest first, one more than the page holds where more follow. */
  async list(
    organizerId: number | null,
    { after, limit }: Pick<CursorRequest, 'after' | 'limit'> | AuditLogPart,
  ): Promise<readonly AuditEntryEntity[]> {
    const query = this.transactions.manager
      .getRepository(AuditEntryEntity)
      .createQueryBuilder('entry')
      .where({ organizerId: organizerId ?? IsNull() })
      .orderBy({ 'entry.datetime': 'DESC', 'entry.id': 'DESC' })
      .limit(limit + 1);
    if (after) query.andWhere('(entry.datetime, entry.id) < (:time, :id)', after);
    return query.getMany();
  }
}
