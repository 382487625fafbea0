import { TransactionRunner } from '@app/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { KeptAnswersRepository } from './kept-answers.repository.js';

const purgeEveryMs = 60 * 60 * 1000;

/** Kept answers end with their day; those over it are never given, so an hour more or less is of no account. */
@Injectable()
export class IdempotencyPurge implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(IdempotencyPurge.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly answers: KeptAnswersRepository,
    private readonly transactions: TransactionRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.purge(), purgeEveryMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async purge(): Promise<void> {
    try {
      await this.answers.purge(this.transactions.manager);
    } catch (error) {
      this.logger.warn({
        code: 'idempotency_purge_failed',
        message: 'Old answers could not be purged yet.',
        error,
      });
    }
  }
}
