import { Logger } from '@nestjs/common';
import { tryLock } from './named-locks.js';
import type { TransactionRunner } from './transaction-runner.js';

const everyMs = 3_600_000;

export interface UpkeepOptions {
  /** Unique in the application, e.g. `log`; of the lock and of the log lines. */
  readonly name: string;
  /** What every process makes sure of, e.g. that the days to come are there. */
  readonly prepare?: () => Promise<void>;
  /** What one process at a time does for all of them; in parts, each with a transaction of its own. */
  readonly work: () => Promise<void>;
}

/** Work at boot and every hour. A failure is logged, and the next hour tries again. */
export class Upkeep {
  private readonly logger = new Logger(Upkeep.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly transactions: TransactionRunner,
    private readonly options: UpkeepOptions,
  ) {}

  /** Resolves when all is prepared; the first work does not keep the application waiting. @throws what preparing does */
  async start(): Promise<void> {
    await this.options.prepare?.();
    this.begin();
    this.timer = setInterval(() => this.begin(), everyMs);
    this.timer.unref();
  }

  /** Resolves when nothing is under way any more, and begins nothing. To be awaited while the database is still there. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.allSettled([this.running]);
  }

  /** Resolves when all is prepared, and the work is done or another process is at it. */
  async run(): Promise<void> {
    this.running ??= this.prepareAndWork().finally(() => (this.running = undefined));
    await this.running;
  }

  private async prepareAndWork(): Promise<void> {
    await this.options.prepare?.();
    await this.transactions.runApart(async (manager) => {
      // The lock is held by this connection while others do the work.
      const isMine = await tryLock(`upkeep ${this.options.name}`, manager);
      if (isMine) await this.transactions.outside(() => this.options.work());
    });
  }

  private begin(): void {
    this.run().catch((error: unknown) =>
      this.logger.warn({
        code: 'upkeep_failed',
        message: `The upkeep of the ${this.options.name} has to wait for the next hour.`,
        error,
      }),
    );
  }
}
