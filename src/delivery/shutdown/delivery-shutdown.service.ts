import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import { HttpEgress } from '@app/http-egress';
import { JobQueue } from '@app/job-queue';
import { Settings } from '../../config/settings.js';
import { Dispatcher } from '../dispatch/dispatcher.service.js';
import { CallMaker } from './call-maker.service.js';

/**
 * The order in which a process ends (docs/behaviours.md, 45): nothing new begins, calls under way end or are
 * interrupted, all are settled, and what is still owed is free for other processes. Requests are served until then.
 */
@Injectable()
export class DeliveryShutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(DeliveryShutdown.name);

  constructor(
    private readonly dispatcher: Dispatcher,
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(HttpEgress) private readonly egress: HttpEgress,
    @Inject(Settings) private readonly settings: Settings,
    @Optional() private readonly callMaker?: CallMaker,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.step(async () => this.callMaker?.stopBeginning());
    await this.step(async () => this.dispatcher.stop());
    await this.step(async () => this.queue.stopTaking());
    await this.step(async () => this.callMaker?.end(this.settings.shutdownMs));
  }

  /** What a request might still have used. */
  async onApplicationShutdown(): Promise<void> {
    await this.step(async () => this.queue.close());
    await this.step(async () => this.egress.close());
  }

  /** A step that fails, e.g. without a database, does not keep the next ones from being taken. */
  private async step(end: () => Promise<void>): Promise<void> {
    try {
      await end();
    } catch (error) {
      this.logger.error({
        code: 'shutdown_step_failed',
        message: 'A step of the shutdown failed; leases that were not given back become void by themselves.',
        error,
      });
    }
  }
}
