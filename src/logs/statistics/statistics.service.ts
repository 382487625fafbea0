import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, LessThan, MoreThanOrEqual, Repository } from 'typeorm';
import { Retention } from '../retention/retention.js';
import { CallHourEntity } from './call-hour.entity.js';
import { hourOf } from './call-hours.repository.js';
import { percentile } from './histogram.js';
import type { HourOfCallsDto, StatisticsFilterDto } from './statistics.dto.js';

/** Later than any call. */
const never = new Date('9999-12-31T23:59:59.999Z');

/** How a webhook's receiver did, hour by hour. */
@Injectable()
export class Statistics {
  constructor(
    @InjectRepository(CallHourEntity) private readonly hours: Repository<CallHourEntity>,
    private readonly retention: Retention,
  ) {}

  /** Oldest first; hours without a call are left out. */
  async find(webhookId: number, { since, until = never }: StatisticsFilterDto): Promise<HourOfCallsDto[]> {
    const from = hourOf(this.retention.from(since));
    const hours = await this.hours.find({
      where: { webhookId, hour: And(MoreThanOrEqual(from), LessThan(until)) },
      order: { hour: 'ASC' },
    });
    return hours.map(toDto);
  }
}

function toDto({ hour, calls, failures, histogram }: CallHourEntity): HourOfCallsDto {
  const secondsOf = (share: number): number => percentile(histogram, share) ?? 0;
  return {
    hour: hour.toISOString(),
    calls,
    failures,
    p50: secondsOf(0.5),
    p95: secondsOf(0.95),
    p99: secondsOf(0.99),
  };
}
