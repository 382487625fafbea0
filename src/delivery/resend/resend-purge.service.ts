import { Clock, TransactionRunner, Upkeep, UpkeepService } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';
import { logCutoff } from '../../config/log-cutoff.js';
import { Settings } from '../../config/settings.js';
import { ResendingRepository } from './resending.repository.js';

const atOnce = 1_000;

/** Forgets resends that finished as long ago as what the log forgets: the audit trail says that they were asked for. */
@Injectable()
export class ResendPurge extends UpkeepService {
  protected readonly upkeep: Upkeep;

  constructor(
    private readonly repository: ResendingRepository,
    private readonly transactions: TransactionRunner,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settings) private readonly settings: Settings,
  ) {
    super();
    this.upkeep = new Upkeep(transactions, { name: 'resends', work: () => this.purge() });
  }

  private async purge(): Promise<void> {
    const before = logCutoff(this.clock.now(), this.settings);
    while ((await this.repository.purge(before, atOnce, this.transactions.manager)) === atOnce);
  }
}
