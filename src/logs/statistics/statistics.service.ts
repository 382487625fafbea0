import { Injectable } from '@nestjs/common';
import { Retention } from '../retention/retention.js';
import { CallHoursRepository, type CountedCalls, hourMs } from './call-hours.repository.js';
import { bucketCount, percentile } from './histogram.js';
import type { HourOfCallsDto, StatisticsFilterDto } from './statistics.dto.js';

/** How a webhook's receiver did, hour by hour. */
@Injectable()
export class Statistics {
  constructor(
    private readonly counts: CallHoursRepository,
    private readonly retention: Retention,
  ) {}

  /** Oldest first; hours without a call are left out. */
  async find(webhookId: number, { since, until }: StatisticsFilterDto): Promise<HourOfCallsDto[]> {
    const horizon = this.retention.horizon();
    const hours = hoursBetween(this.retention.from(since), until && until < horizon ? until : horizon);
    const byHour = new Map<number, CountedCalls[]>();
    for (const counted of await this.counts.find(webhookId, hours)) {
      const hour = counted.hour.getTime();
      byHour.set(hour, [...(byHour.get(hour) ?? []), counted]);
    }
    return [...byHour.values()].map(toDto);
  }
}

/** Beginning with the one that `from` lies in, all that begin before `until`. */
function hoursBetween(from: Date, until: Date): readonly Date[] {
  const hours: Date[] = [];
  const first = from.getTime() - (from.getTime() % hourMs);
  for (let hour = first; hour < until.getTime(); hour += hourMs) hours.push(new Date(hour));
  return hours;
}

/** @param counted of one hour, at least one */
function toDto(counted: readonly CountedCalls[]): HourOfCallsDto {
  const histogram = Array.from<number>({ length: bucketCount }).fill(0);
  for (const { bucket, calls } of counted) histogram[bucket]! += calls;
  const secondsOf = (share: number): number => percentile(histogram, share) ?? 0;
  return {
    hour: counted[0]!.hour.toISOString(),
    calls: counted.reduce((sum, { calls }) => sum + calls, 0),
    failures: counted.reduce((sum, { failures }) => sum + failures, 0),
    p50: secondsOf(0.5),
    p95: secondsOf(0.95),
    p99: secondsOf(0.99),
  };
}
