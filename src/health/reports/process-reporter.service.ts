import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { RepeatingWork } from '@app/repeating-work';
import { CallQueueState } from '@contracts/delivery';
import { reportSeconds } from '@contracts/health';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ReportsRepository } from './reports.repository.js';
import { TrafficCounter } from './traffic-counter.listener.js';

const everyMs = reportSeconds * 1_000;
const forgetEvery = 12;
const leaveWithinMs = 1_000;

/** Says every few seconds that this process is there, and what it did: for the page of operations. */
@Injectable()
export class ProcessReporter implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ProcessReporter.name);
  private readonly id = randomUUID();
  private readonly work = new RepeatingWork(this.logger, {
    name: 'Saying that this process runs',
    everyMs,
    run: () => this.report(),
  });
  private rounds = 0;

  constructor(
    private readonly reports: ReportsRepository,
    private readonly traffic: TrafficCounter,
    @Inject(CallQueueState) private readonly queue: CallQueueState,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.work.start();
    this.work.poke();
  }

  /**
   * Its calls have ended by now (DeliveryShutdown), and connections are closed after this: theirs are global modules,
   * whose turn is last. It is gone from the list at once. A database that does not answer keeps no process from ending.
   */
  async onApplicationShutdown(): Promise<void> {
    await Promise.race([this.leave(), sleep(leaveWithinMs, undefined, { ref: false })]);
  }

  /** Says what is new. Where that fails, the next report says it too. */
  async report(): Promise<void> {
    const minutes = this.traffic.takeChanged();
    try {
      await this.reports.report(this.own());
      await this.reports.count(this.id, minutes);
    } catch (error) {
      this.traffic.putBack(minutes);
      throw error;
    }
    if (this.rounds % forgetEvery === 0) await this.reports.forgetOld();
    this.rounds += 1;
  }

  /** A report under way may have begun before the last calls were counted. */
  private async leave(): Promise<void> {
    await this.work.stop();
    try {
      await this.report();
      await this.reports.leave(this.id);
    } catch (error) {
      this.logger.warn({
        code: 'process_report_failed',
        message:
          'This process could not say that it ends; the page of operations shows it as gone for an hour.',
        error,
      });
    }
  }

  private own() {
    const { role, version } = this.settings;
    const uptimeMs = process.uptime() * 1_000;
    const { callsInFlight, jobsWaiting } = this.queue;
    const names = { host: hostname(), pid: process.pid, version, nodeVersion: process.versions.node };
    return { id: this.id, role, ...names, uptimeMs, callsInFlight, jobsWaiting };
  }
}
