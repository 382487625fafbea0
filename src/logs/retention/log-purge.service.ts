import { Clock, DayPartitions, TransactionRunner } from '@app/database';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Retention } from './retention.js';

const partitioned = ['calls', 'ended'] as const;
const daysAhead = 7;
const everyMs = 3_600_000;
/** Any number that nobody else locks in this database. */
const purgeLock = 726_283_668;
/** So many hours in one statement, never millions. */
const stepSize = 5_000;

/**
 * Makes the days of the log ahead and drops those that are over, at boot and every hour; of several processes one does
 * so at a time. What it drops was not shown any more.
 */
@Injectable()
export class LogPurge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LogPurge.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly partitions: DayPartitions,
    private readonly transactions: TransactionRunner,
    private readonly retention: Retention,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The first days are there when the application starts; the first purge does not keep it waiting. */
  async onApplicationBootstrap(): Promise<void> {
    await this.makeDays();
    this.start();
    this.timer = setInterval(() => this.start(), everyMs);
    this.timer.unref();
  }

  /** While the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.allSettled([this.running]);
  }

  /** Resolves when the days to come are there, and what is past its time is gone, or another process is at it. */
  async run(): Promise<void> {
    this.running ??= this.work().finally(() => (this.running = undefined));
    await this.running;
  }

  private async work(): Promise<void> {
    await this.makeDays();
    await this.transactions.runApart(async (manager) => {
      // The lock is held by this connection while others do the work, each part in a transaction of its own.
      const [lock] = await manager.query<{ taken: boolean }[]>(
        'SELECT pg_try_advisory_xact_lock($1) AS taken',
        [purgeLock],
      );
      if (lock?.taken) await this.purge(this.retention.cutoff());
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
  }

  private async purgeHours(cutoff: Date): Promise<number> {
    return this.transactions.runApart(async (manager) => {
      const [, deleted] = await manager.query<[unknown[], number]>(
        `DELETE FROM call_hours WHERE (webhook_id, hour) IN (
           SELECT webhook_id, hour FROM call_hours WHERE hour < $1 ORDER BY hour LIMIT $2
         )`,
        [cutoff, stepSize],
      );
      return deleted;
    });
  }

  private start(): void {
    this.run().catch((error: unknown) =>
      this.logger.warn({ code: 'purge_failed', message: 'The log could not be purged yet.', error }),
    );
  }
}
