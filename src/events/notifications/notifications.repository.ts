import { type EntityManager, TransactionRunner } from '@app/database';
import type { CursorRequest } from '@app/rest';
import type { NotificationKey, NotificationSummary } from '@contracts/events';
import { Injectable } from '@nestjs/common';

/** A notification as its page shows it. */
export interface StoredNotification extends NotificationKey {
  readonly action: string;
  readonly event: string | null;
  /** As receivers get it. */
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export interface NotificationFilter {
  readonly organizerId: number;
  /** Ids of texts, as those of types. */
  readonly actionIds?: readonly number[] | undefined;
  readonly actionTypeIds?: readonly number[] | undefined;
  readonly event?: string | undefined;
  /** Every one of these must be the reference. */
  readonly references: readonly string[];
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

const columns = 'n.id, n.recorded, n.event, n.body, n.data, a.text AS action';

/**
 * Of one day, whose partition alone is read. It is not prepared: a plan for all times walks through all of the day where ids
 * are far apart, 40 to 150 ms (PostgreSQL 18). Looking up each key by itself took 16 µs a notification, this takes 2.
 */
const loadStatement = `
  SELECT n.id, n.recorded, n.organizer_id AS "organizerId", t.text AS "actionType", a.text AS action, n.event,
    n.reference, n.body
  FROM notifications n JOIN texts t ON t.id = n.action_type_id JOIN texts a ON a.id = n.action_id
  WHERE n.id = ANY ($1::bigint[]) AND n.recorded BETWEEN $2 AND $3`;
const dayMs = 86_400_000;

/** Reading what was recorded. Notifications are found by (recorded, id), since the day is the partition. */
@Injectable()
export class NotificationsRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  /** Newest first, one more than the page holds where more follow. */
  async list(
    filter: NotificationFilter,
    { after, limit }: Pick<CursorRequest, 'after' | 'limit'>,
  ): Promise<readonly StoredNotification[]> {
    const { sql, parameters } = whereOf(filter, after);
    return this.transactions.manager.query<StoredNotification[]>(
      `SELECT ${columns} FROM (
         SELECT * FROM notifications WHERE ${sql}
         ORDER BY recorded DESC, id DESC LIMIT ${limit + 1}
       ) n JOIN texts a ON a.id = n.action_id ORDER BY n.recorded DESC, n.id DESC`,
      [...parameters],
    );
  }

  /** How many were recorded from `since` on and before `until`; without an organizer: by all. */
  async count(since: Date, until: Date, organizerId: number | undefined): Promise<number> {
    const [row] = await this.transactions.manager.query<{ count: number }[]>(
      `SELECT count(*) FROM notifications
       WHERE recorded >= $1 AND recorded < $2 AND ($3::bigint IS NULL OR organizer_id = $3)`,
      [since, until, organizerId ?? null],
    );
    return row!.count;
  }

  async find(organizerId: number, id: number): Promise<StoredNotification | undefined> {
    const rows = await this.transactions.manager.query<StoredNotification[]>(
      `SELECT ${columns} FROM notifications n JOIN texts a ON a.id = n.action_id
       WHERE n.id = $1 AND n.organizer_id = $2`,
      [id, organizerId],
    );
    return rows[0];
  }

  async ofReference(
    organizerId: number,
    reference: string,
    limit: number,
  ): Promise<readonly NotificationKey[]> {
    return this.transactions.manager.query<NotificationKey[]>(
      'SELECT id, recorded FROM notifications WHERE organizer_id = $1 AND reference = $2 LIMIT $3',
      [organizerId, reference, limit],
    );
  }

  /** Each day's keys in a statement of their own, which touches no other partition. */
  async load(
    keys: readonly NotificationKey[],
    manager: EntityManager = this.transactions.manager,
  ): Promise<readonly NotificationSummary[]> {
    const found: NotificationSummary[][] = [];
    for (const { ids, times } of byDay(keys)) {
      const range = [new Date(Math.min(...times)), new Date(Math.max(...times))];
      found.push(await manager.query<NotificationSummary[]>(loadStatement, [ids, ...range]));
    }
    return found.flat();
  }
}

interface KeysOfDay {
  readonly ids: number[];
  readonly times: number[];
}

function byDay(keys: readonly NotificationKey[]): Iterable<KeysOfDay> {
  const days = new Map<number, KeysOfDay>();
  for (const { id, recorded } of keys) {
    const time = recorded.getTime();
    const day = Math.floor(time / dayMs);
    const ofDay = days.get(day);
    if (ofDay) {
      ofDay.ids.push(id);
      ofDay.times.push(time);
    } else days.set(day, { ids: [id], times: [time] });
  }
  return days.values();
}

interface Where {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

function whereOf(filter: NotificationFilter, after: CursorRequest['after']): Where {
  const parameters: unknown[] = [];
  const put = (value: unknown): string => `$${parameters.push(value)}`;
  const { organizerId, actionIds, actionTypeIds, event, references, since, until } = filter;
  const conditions = [`organizer_id = ${put(organizerId)}`];
  if (actionIds) conditions.push(`action_id = ANY(${put(actionIds)}::integer[])`);
  if (actionTypeIds) conditions.push(`action_type_id = ANY(${put(actionTypeIds)}::integer[])`);
  if (event !== undefined) conditions.push(`event = ${put(event)}`);
  for (const reference of references) conditions.push(`reference = ${put(reference)}`);
  if (since) conditions.push(`recorded >= ${put(since)}`);
  if (until) conditions.push(`recorded < ${put(until)}`);
  if (after) {
    // The first alone is what partitions are left out by.
    conditions.push(`recorded <= ${put(after.time)}`);
    conditions.push(`(recorded, id) < (${put(after.time)}::timestamptz, ${put(after.id)}::bigint)`);
  }
  return { sql: conditions.join(' AND '), parameters };
}
