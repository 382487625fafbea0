import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AfterCommit } from '@app/event-bus';
import { WebhookDeleted, WebhookDisabled } from '@contracts/webhooks';
import { Dropping } from '../drop/dropping.service.js';
import { RetriesDropped } from '../drop/retries-dropped.event.js';
import { RepeatingWork } from '@app/repeating-work';
import { ResendAccepted } from '../resend/resend-accepted.event.js';
import { ResendOperations } from '../resend/resend-operations.service.js';

const workEveryMs = 1_000;

/** What is too much for a request, worked off in steps by processes that make calls: tidying, then resends. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap {
  private readonly logger = new Logger(Housekeeping.name);
  private readonly tidying = new RepeatingWork(this.logger, {
    name: 'Tidying away what was dropped',
    everyMs: workEveryMs,
    run: () => this.dropping.tidy(),
  });
  private readonly resending = new RepeatingWork(this.logger, {
    name: 'Resending',
    everyMs: workEveryMs,
    run: () => this.resend(),
  });

  constructor(
    private readonly dropping: Dropping,
    private readonly operations: ResendOperations,
  ) {}

  onApplicationBootstrap(): void {
    this.tidying.start();
    this.resending.start();
  }

  @AfterCommit(WebhookDisabled)
  tidyDisabled(): void {
    this.tidying.poke();
  }

  @AfterCommit(WebhookDeleted)
  tidyDeleted(): void {
    this.tidying.poke();
  }

  @AfterCommit(RetriesDropped)
  tidyRetries(): void {
    this.tidying.poke();
  }

  @AfterCommit(ResendAccepted)
  resendNow(): void {
    this.resending.poke();
  }

  async stop(): Promise<void> {
    await Promise.all([this.tidying.stop(), this.resending.stop()]);
  }

  private async resend(): Promise<void> {
    if (await this.operations.work()) this.resending.poke();
  }
}
