import type { EntityManager } from '@app/database';
import { Injectable } from '@nestjs/common';

/** A row of `notifications`. */
export interface NotificationRow {
  readonly id: number;
  readonly recorded: Date;
  readonly organizerId: number;
  readonly actionTypeId: number;
  readonly actionId: number;
  readonly event: string | null;
  readonly reference: string | null;
  readonly body: string;
  readonly data: string | null;
}

/** Whose event is meant. */
export interface EventName {
  readonly organizerId: number;
  readonly slug: string;
}

/** The statements of recording: one each, however many notifications. */
@Injectable()
export class RecordingRepository {
  /** By organizer and slug: `eventIds.get(organizerId)?.get(slug)`; unknown ones are absent. */
  async eventIds(
    names: readonly EventName[],
    manager: EntityManager,
  ): Promise<ReadonlyMap<number, ReadonlyMap<string, number>>> {
    const found = new Map<number, Map<string, number>>();
    if (names.length === 0) return found;
    const rows = await manager.query<(EventName & { id: number })[]>(
      `SELECT id, organizer_id AS "organizerId", slug FROM events
       WHERE (organizer_id, slug) IN (SELECT * FROM unnest($1::bigint[], $2::text[]))`,
      [names.map(({ organizerId }) => organizerId), names.map(({ slug }) => slug)],
    );
    for (const { id, organizerId, slug } of rows) {
      const ofOrganizer = found.get(organizerId) ?? new Map<string, number>();
      found.set(organizerId, ofOrganizer.set(slug, id));
    }
    return found;
  }

  async nextIds(count: number, manager: EntityManager): Promise<readonly number[]> {
    const rows = await manager.query<{ id: number }[]>(
      `SELECT nextval('notification_ids') AS id FROM generate_series(1, $1)`,
      [count],
    );
    return rows.map(({ id }) => id);
  }

  async insert(rows: readonly NotificationRow[], manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO notifications
         (id, recorded, organizer_id, action_type_id, action_id, event, reference, body, data)
       SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::integer[], $5::integer[], $6::text[],
         $7::text[], $8::text[], $9::jsonb[])`,
      [
        rows.map(({ id }) => id),
        rows.map(({ recorded }) => recorded),
        rows.map(({ organizerId }) => organizerId),
        rows.map(({ actionTypeId }) => actionTypeId),
        rows.map(({ actionId }) => actionId),
        rows.map(({ event }) => event),
        rows.map(({ reference }) => reference),
        rows.map(({ body }) => body),
        rows.map(({ data }) => data),
      ],
    );
  }
}
