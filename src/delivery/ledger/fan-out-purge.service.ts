import { Clock, DayPartitions, TransactionRunner, Upkeep, UpkeepService } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';
import { logCutoff } from '../../config/log-cutoff.js';
import { Settings } from '../../config/settings.js';

const table = 'fan_outs';
const daysAhead = 7;

/** Makes the days of the ledger ahead, and drops those that the log has nothing of any more. */
@Injectable()
export class FanOutPurge extends UpkeepService {
  protected readonly upkeep: Upkeep;

  constructor(
    partitions: DayPartitions,
    transactions: TransactionRunner,
    @Inject(Clock) clock: Clock,
    @Inject(Settings) settings: Settings,
  ) {
    super();
    this.upkeep = new Upkeep(transactions, {
      name: 'ledger',
      prepare: () => partitions.ensure(table, clock.now(), daysAhead),
      work: async () => void (await partitions.dropBefore(table, logCutoff(clock.now(), settings))),
    });
  }
}
