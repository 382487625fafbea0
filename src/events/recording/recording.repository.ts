import { BinaryRows, copyRows, type EntityManager, plannedOnce } from '@app/database';
import { Injectable } from '@nestjs/common';

/** A row of `notifications`. */
export interface NotificationRow {
  readonly id: number;
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

/** What the database says before anything is recorded. */
export interface Preparation {
  /** By organizer and slug: `eventIds.get(organizerId)?.get(slug)`; unknown ones are absent. */
  readonly eventIds: EventIds;
  /** Of the notifications, ascending. */
  readonly ids: readonly number[];
}

export type EventIds = ReadonlyMap<number, ReadonlyMap<string, number>>;

type PreparationRow = EventName & { readonly id: number; readonly ids: string | null };

/** Together, since each statement costs a group as much as several notifications; ids as one text, since rows cost more. */
const preparation = plannedOnce(`
  SELECT organizer_id AS "organizerId", slug, id, NULL AS ids FROM events
  WHERE (organizer_id, slug) IN (SELECT * FROM unnest($1::bigint[], $2::text[]))
  UNION ALL
  SELECT NULL, NULL, NULL, string_agg(nextval('notification_ids')::text, ',') FROM generate_series(1, $3)`);

const table =
  'notifications (id, recorded, organizer_id, action_type_id, action_id, event, reference, body, data)';
const columnsOfTable = 9;

/** The statements of recording: one each, however many notifications. */
@Injectable()
export class RecordingRepository {
  /** Finds the events, and takes the ids of `count` notifications. */
  async prepare(names: readonly EventName[], count: number, manager: EntityManager): Promise<Preparation> {
    const rows = await manager.query<PreparationRow[]>(preparation, [
      names.map(({ organizerId }) => organizerId),
      names.map(({ slug }) => slug),
      count,
    ]);
    const eventIds = new Map<number, Map<string, number>>();
    let ids: readonly number[] = [];
    for (const row of rows) {
      if (row.ids !== null) {
        ids = row.ids.split(',').map(Number);
        continue;
      }
      const ofOrganizer = eventIds.get(row.organizerId) ?? new Map<string, number>();
      eventIds.set(row.organizerId, ofOrganizer.set(row.slug, row.id));
    }
    return { eventIds, ids };
  }

  /** All at one moment. */
  async insert(rows: readonly NotificationRow[], recorded: Date, manager: EntityManager): Promise<void> {
    const copy = new BinaryRows(columnsOfTable);
    for (const row of rows) {
      copy.row();
      copy.bigint(row.id);
      copy.timestamptz(recorded);
      copy.bigint(row.organizerId);
      copy.integer(row.actionTypeId);
      copy.integer(row.actionId);
      copy.text(row.event);
      copy.text(row.reference);
      copy.text(row.body);
      copy.jsonb(row.data);
    }
    await copyRows(table, copy, manager);
  }
}
