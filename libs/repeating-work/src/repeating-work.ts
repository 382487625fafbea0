import type { Logger } from '@nestjs/common';

export interface RepeatingWorkOptions {
  /** As in "The sweep failed". */
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

/**
 * Work that is done again and again, one run at a time: so often, and at once when poked. A failure ends its run alone;
 * the log says once that it began to fail, and once that it works again.
 */
export class RepeatingWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isAskedAgain = false;
  private isStopped = false;
  private isFailing = false;

  constructor(
    private readonly logger: Logger,
    private readonly options: RepeatingWorkOptions,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      if (!this.running) this.poke();
    }, this.options.everyMs);
    this.timer.unref();
  }

  /** Runs now; once more when it is running. */
  poke(): void {
    if (this.isStopped) return;
    if (this.running) {
      this.isAskedAgain = true;
      return;
    }
    this.running = this.runSafely().finally(() => {
      this.running = undefined;
      if (!this.isAskedAgain) return;
      this.isAskedAgain = false;
      this.poke();
    });
  }

  /** No run begins any more; resolves when none is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async runSafely(): Promise<void> {
    const { name, run } = this.options;
    try {
      await run();
      if (this.isFailing) this.logger.log({ code: 'works_again', message: `${name} works again.` });
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) {
        this.logger.error({
          code: 'repeating_work_failed',
          message: `${name} failed, and is tried again until it works.`,
          error,
        });
      }
      this.isFailing = true;
    }
  }
}
