import { Clock, TransactionRunner, Upkeep } from '@app/database';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { logCutoff } from '../../config/log-cutoff.js';
import { Settings } from '../../config/settings.js';
import { ResendingRepository } from './resending.repository.js';

const atOnce = 1_000;

/** Forgets resends that finished as long ago as what the log forgets: the audit trail says that they were asked for. */
@Injectable()
export class ResendPurge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly upkeep: Upkeep;

  constructor(
    private readonly repository: ResendingRepository,
    private readonly transactions: TransactionRunner,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settings) private readonly settings: Settings,
  ) {
    this.upkeep = new Upkeep(transactions, { name: 'resends', work: () => this.purge() });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.upkeep.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.upkeep.stop();
  }

  /** Resolves when it is done, or another process is at it. */
  async run(): Promise<void> {
    await this.upkeep.run();
  }

  private async purge(): Promise<void> {
    const before = logCutoff(this.clock.now(), this.settings);
    while ((await this.repository.purge(before, atOnce, this.transactions.manager)) === atOnce);
  }
}
