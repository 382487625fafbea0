import { Clock, DayPartitions, TransactionRunner, Upkeep, UpkeepService } from '@app/database';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Retention } from './retention.js';

const partitioned = ['calls', 'ended'] as const;
const daysAhead = 7;
/** So many hours in one statement, never millions. */
const stepSize = 5_000;

/**
 * Makes the days of the log ahead and drops those that are over, at boot and every hour; of several processes one does
 * so at a time. What it drops was not shown any more.
 */
@Injectable()
export class LogPurge extends UpkeepService {
  private readonly logger = new Logger(LogPurge.name);
  protected readonly upkeep: Upkeep;

  constructor(
    private readonly partitions: DayPartitions,
    private readonly transactions: TransactionRunner,
    retention: Retention,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    super();
    this.upkeep = new Upkeep(transactions, {
      name: 'log',
      prepare: () => this.makeDays(),
      work: () => this.purge(retention.cutoff()),
    });
  }

  private async makeDays(): Promise<void> {
    for (const table of partitioned) await this.partitions.ensure(table, this.clock.now(), daysAhead);
  }

  private async purge(cutoff: Date): Promise<void> {
    for (const table of partitioned) {
      const days = await this.partitions.dropBefore(table, cutoff);
      if (days.length > 0) {
        this.logger.log({ code: 'purged', message: 'Days of the log were dropped.', table, days });
      }
    }
    while ((await this.purgeHours(cutoff)) === stepSize);
    while ((await this.purgeLastCalled(cutoff)) === stepSize);
  }

  private async purgeHours(cutoff: Date): Promise<number> {
    return this.transactions.runApart(async (manager) => {
      const [, deleted] = await manager.query<[unknown[], number]>(
        `DELETE FROM call_hours WHERE (hour, webhook_id, bucket) IN (
           SELECT hour, webhook_id, bucket FROM call_hours WHERE hour < $1 ORDER BY hour LIMIT $2
         )`,
        [cutoff, stepSize],
      );
      return deleted;
    });
  }

  /**
   * Once the whole hour is past its time: until then a call of it may be shown. What is locked is passed over: settling
   * locks these rows in an order that is not this one.
   */
  private async purgeLastCalled(cutoff: Date): Promise<number> {
    return this.transactions.runApart(async (manager) => {
      const [, deleted] = await manager.query<[unknown[], number]>(
        `DELETE FROM last_called WHERE webhook_id IN (
           SELECT webhook_id FROM last_called WHERE hour <= $1::timestamptz - interval '1 hour'
           LIMIT $2 FOR UPDATE SKIP LOCKED
         )`,
        [cutoff, stepSize],
      );
      return deleted;
    });
  }
}
