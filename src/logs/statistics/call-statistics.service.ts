import type { CallStatistics, TimedHour } from '@contracts/logs';
import { Injectable } from '@nestjs/common';
import { Statistics } from './statistics.service.js';

@Injectable()
export class CallStatisticsService implements CallStatistics {
  constructor(private readonly statistics: Statistics) {}

  async since(webhookId: number, moment: Date): Promise<readonly TimedHour[]> {
    const hours = await this.statistics.find(webhookId, { since: moment });
    return hours.map(({ hour, calls, failures, p50, p95 }) => ({
      hour: new Date(hour),
      calls,
      failures,
      median: p50,
      p95,
    }));
  }
}
