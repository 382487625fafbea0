import { Clock, DayPartitions } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';

const table = 'notifications';

/** The present moment, with a partition to record it in. */
@Injectable()
export class RecordingDay {
  constructor(
    private readonly partitions: DayPartitions,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async now(): Promise<Date> {
    const now = this.clock.now();
    await this.partitions.require(table, [now]);
    return now;
  }

  /** Makes today's partition of a table, which was thought to be there and which somebody has dropped. */
  async make(table: string): Promise<void> {
    await this.partitions.ensure(table, this.clock.now(), 0);
  }
}
