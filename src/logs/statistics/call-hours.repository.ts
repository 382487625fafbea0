import type { EntityManager } from '@app/database';
import type { SettledCall } from '@contracts/delivery';
import { Injectable } from '@nestjs/common';
import { bucketCount, bucketOf } from './histogram.js';

const hourMs = 3_600_000;

/** When the hour of a moment began. */
export const hourOf = (moment: Date): Date => new Date(moment.getTime() - (moment.getTime() % hourMs));

interface HourOfCalls {
  readonly webhookId: number;
  readonly hour: Date;
  calls: number;
  failures: number;
  readonly histogram: number[];
}

const addHours = `
  INSERT INTO call_hours (webhook_id, hour, calls, failures, histogram)
  SELECT a.webhook_id, a.hour, a.calls, a.failures, a.histogram::integer[]
  FROM unnest($1::bigint[], $2::timestamptz[], $3::integer[], $4::integer[], $5::text[])
    AS a (webhook_id, hour, calls, failures, histogram)
  ON CONFLICT (webhook_id, hour) DO UPDATE SET
    calls = call_hours.calls + EXCLUDED.calls,
    failures = call_hours.failures + EXCLUDED.failures,
    histogram = (
      SELECT array_agg(h.old + h.new ORDER BY h.bucket)
      FROM unnest(call_hours.histogram, EXCLUDED.histogram) WITH ORDINALITY AS h (old, new, bucket)
    )`;

/** Counts calls by webhook and hour. */
@Injectable()
export class CallHoursRepository {
  /** Adds a group in one statement; test calls are not counted. */
  async add(calls: readonly SettledCall[], manager: EntityManager): Promise<void> {
    const hours = hoursOf(calls.filter(({ deliveryId }) => deliveryId !== null));
    if (hours.length === 0) return;
    await manager.query(addHours, [
      hours.map(({ webhookId }) => webhookId),
      hours.map(({ hour }) => hour),
      hours.map(({ calls }) => calls),
      hours.map(({ failures }) => failures),
      hours.map(({ histogram }) => `{${histogram.join(',')}}`),
    ]);
  }
}

/** In one order everywhere: two groups that add to the same hours wait for each other, and never in a circle. */
function hoursOf(calls: readonly SettledCall[]): readonly HourOfCalls[] {
  const hours = new Map<string, HourOfCalls>();
  for (const { webhookId, began, result } of calls) {
    const hour = hourOf(began);
    const key = `${webhookId} ${hour.getTime()}`;
    let counted = hours.get(key);
    if (!counted) {
      const histogram = Array.from<number>({ length: bucketCount }).fill(0);
      hours.set(key, (counted = { webhookId, hour, calls: 0, failures: 0, histogram }));
    }
    counted.calls += 1;
    if (!result.success) counted.failures += 1;
    counted.histogram[bucketOf(result.durationMs)]! += 1;
  }
  return [...hours.values()].toSorted(
    (a, b) => a.webhookId - b.webhookId || a.hour.getTime() - b.hour.getTime(),
  );
}
