import { Clock, DayPartitions, TransactionRunner, Upkeep, UpkeepService } from '@app/database';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { NeededNotifications } from './needed-notifications.service.js';
import { RetentionRepository } from './retention.repository.js';

const table = 'notifications';
const daysAhead = 7;
/** Keys of one statement, never millions. */
const stepSize = 5_000;

/** Makes the days of notifications ahead, and drops those that nothing needs any more. What is owed is never dropped. */
@Injectable()
export class NotificationPurge extends UpkeepService {
  private readonly logger = new Logger(NotificationPurge.name);
  protected readonly upkeep: Upkeep;

  constructor(
    transactions: TransactionRunner,
    private readonly partitions: DayPartitions,
    private readonly needed: NeededNotifications,
    private readonly repository: RetentionRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    super();
    this.upkeep = new Upkeep(transactions, {
      name: table,
      prepare: () => this.partitions.ensure(table, this.clock.now(), daysAhead),
      work: () => this.purge(this.clock.now()),
    });
  }

  private async purge(now: Date): Promise<void> {
    const days = await this.partitions.dropBefore(table, await this.needed.since(now));
    if (days.length > 0) {
      this.logger.log({ code: 'purged', message: 'Days of notifications were dropped.', days });
    }
    while ((await this.repository.forgetKeys(this.needed.keysSince(now), stepSize)) === stepSize);
  }
}
