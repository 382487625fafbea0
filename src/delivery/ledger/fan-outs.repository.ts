import { Injectable } from '@nestjs/common';
import { DayPartitions, type EntityManager } from '@app/database';

/** A delivery as it was owed when its notification was recorded. */
export interface OwedAtRecording {
  readonly id: number;
  readonly notificationId: number;
  readonly recorded: Date;
  readonly organizerId: number;
  readonly webhookId: number;
  readonly generation: number;
}

/** Where a reader of all fan-outs goes on: a page of PostgreSQL's of a day. */
export interface FanOutPlace {
  /** `2026-05-03` */
  readonly day: string;
  readonly page: number;
}

interface FanOutRow {
  readonly recorded: Date;
  readonly organizer_id: number;
  readonly deliveries: readonly (readonly [
    id: number,
    notification: number,
    webhook: number,
    generation: number,
  ])[];
}

/** Pages of one step: 2,000 deliveries of full jobs, or 600 that were recorded one by one. */
const pagesAtOnce = 8;
const table = 'fan_outs';

/** What recordings came to owe, read by pages: that needs no index, and a step of it is never longer than its pages. */
@Injectable()
export class FanOutsRepository {
  constructor(private readonly partitions: DayPartitions) {}

  /** Those of some pages that were recorded from `since` on, as `manager`'s transaction sees them. */
  async read(
    { day, page }: FanOutPlace,
    since: Date,
    manager: EntityManager,
  ): Promise<readonly OwedAtRecording[]> {
    const rows = await manager.query<FanOutRow[]>(
      `SELECT recorded, organizer_id, array_to_json(deliveries) AS deliveries FROM "${this.partitions.nameOf(table, day)}"
       WHERE ctid >= '(${page},0)' AND ctid < '(${page + pagesAtOnce},0)' AND recorded >= $1`,
      [since],
    );
    return rows.flatMap(({ recorded, organizer_id: organizerId, deliveries }) =>
      deliveries.map(([id, notificationId, webhookId, generation]) => ({
        id,
        notificationId,
        recorded,
        organizerId,
        webhookId,
        generation,
      })),
    );
  }

  /** Days on which something may have been recorded between these moments, oldest first. */
  async days(since: Date, until: Date): Promise<readonly string[]> {
    const first = since.toISOString().slice(0, 10);
    const last = until.toISOString().slice(0, 10);
    return (await this.partitions.days(table)).filter((day) => day >= first && day <= last);
  }

  /** The place after this one, in these days; undefined at the end. */
  async next(
    { day, page }: FanOutPlace,
    days: readonly string[],
    manager: EntityManager,
  ): Promise<FanOutPlace | undefined> {
    const [row] = await manager.query<{ pages: number }[]>(
      `SELECT pg_relation_size($1::regclass) / current_setting('block_size')::integer AS pages`,
      [this.partitions.nameOf(table, day)],
    );
    if (page + pagesAtOnce < row!.pages) return { day, page: page + pagesAtOnce };
    const nextDay = days.find((other) => other > day);
    return nextDay === undefined ? undefined : { day: nextDay, page: 0 };
  }
}
