import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallQueueState } from '@contracts/delivery';
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

const everyMs = 5_000;
const forgetEvery = 12;
const leaveWithinMs = 1_000;

/** Says every few seconds that this process is there, and what it did: for the page of operations. */
@Injectable()
export class ProcessReporter implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ProcessReporter.name);
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isFailing = false;
  private rounds = 0;

  constructor(
    private readonly reports: ReportsRepository,
    private readonly traffic: TrafficCounter,
    @Inject(CallQueueState) private readonly queue: CallQueueState,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    void this.reportNow();
    this.timer = setInterval(() => void this.reportNow(), everyMs);
    this.timer.unref();
  }

  /**
   * Its calls have ended by now (DeliveryShutdown), and connections are closed after this: theirs are global modules,
   * whose turn is last. It is gone from the list at once. A database that does not answer keeps no process from ending.
   */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.leave(), sleep(leaveWithinMs, undefined, { ref: false })]);
  }

  /** Resolves when it is said; one report at a time. A failure is logged once, and the next one says everything. */
  async reportNow(): Promise<void> {
    this.running ??= this.report().finally(() => (this.running = undefined));
    await this.running;
  }

  private async report(): Promise<void> {
    const minutes = this.traffic.takeChanged();
    try {
      await this.reports.report(this.own());
      await this.reports.count(this.id, minutes);
      if (this.rounds % forgetEvery === 0) await this.reports.forgetOld();
      this.rounds += 1;
      this.isFailing = false;
    } catch (error) {
      this.traffic.putBack(minutes);
      this.note(error);
    }
  }

  /** A report under way may have begun before the last calls were counted. */
  private async leave(): Promise<void> {
    await this.running;
    await this.reportNow();
    await this.reports.leave(this.id).catch((error: unknown) => this.note(error));
  }

  private own() {
    const { role, version } = this.settings;
    const uptimeMs = process.uptime() * 1_000;
    const { callsInFlight, jobsWaiting } = this.queue;
    const names = { host: hostname(), pid: process.pid, version, nodeVersion: process.versions.node };
    return { id: this.id, role, ...names, uptimeMs, callsInFlight, jobsWaiting };
  }

  private note(error: unknown): void {
    if (this.isFailing) return;
    this.isFailing = true;
    this.logger.warn({
      code: 'process_report_failed',
      message:
        'This process could not say that it runs; the page of operations shows it as gone until it can.',
      error,
    });
  }
}
