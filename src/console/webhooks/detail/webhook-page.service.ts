import { ActionTypeRegistry } from '@app/action-types';
import { Clock } from '@app/database';
import {
  type CallFilter,
  CallHistory,
  type CallPlace,
  CallStatistics,
  type LoggedCall,
  type TimedHour,
} from '@contracts/logs';
import { Inject, Injectable } from '@nestjs/common';

/** A part of the log. */
export interface LogPart {
  readonly calls: readonly LoggedCall[];
  readonly hasOlder: boolean;
}

const pageSize = 50;
const shownHours = 24;
const hourMs = 3_600_000;

/** What stands on the page of a webhook, beside its state. */
@Injectable()
export class WebhookPageService {
  constructor(
    private readonly types: ActionTypeRegistry,
    @Inject(CallHistory) private readonly history: CallHistory,
    @Inject(CallStatistics) private readonly statistics: CallStatistics,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async log(
    webhook: { readonly id: number; readonly organizerId: number },
    filter: CallFilter,
    before: CallPlace | null,
  ): Promise<LogPart> {
    const found = await this.history.list(webhook, filter, { before, limit: pageSize + 1 });
    return { calls: found.slice(0, pageSize), hasOlder: found.length > pageSize };
  }

  /** Every one of the last 24 hours, oldest first. */
  async hours(webhookId: number): Promise<readonly TimedHour[]> {
    const now = this.clock.now().getTime();
    const first = now - (now % hourMs) - (shownHours - 1) * hourMs;
    const counted = await this.statistics.since(webhookId, new Date(first));
    const byHour = new Map(counted.map((hour) => [hour.hour.getTime(), hour]));
    return Array.from({ length: shownHours }, (_none, index) => {
      const hour = first + index * hourMs;
      return byHour.get(hour) ?? { hour: new Date(hour), calls: 0, failures: 0, median: 0, p95: 0 };
    });
  }

  /** Their names, in the order of their registration. */
  allTypes(): readonly string[] {
    return this.types.all().map(({ name }) => name);
  }
}
