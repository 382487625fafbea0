import { TransactionRunner, Upkeep } from '@app/database';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { KeptAnswersRepository } from './kept-answers.repository.js';

/** Answers of one statement, never millions. */
const stepSize = 5_000;

/** Kept answers end with their day; those over it are never given, so an hour more or less is of no account. */
@Injectable()
export class IdempotencyPurge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly upkeep: Upkeep;

  constructor(
    private readonly answers: KeptAnswersRepository,
    private readonly transactions: TransactionRunner,
  ) {
    this.upkeep = new Upkeep(transactions, {
      name: 'idempotency',
      work: () => this.purge(),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.upkeep.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.upkeep.stop();
  }

  /** Resolves when what is over its time is gone, or another process is at it. */
  async run(): Promise<void> {
    await this.upkeep.run();
  }

  private async purge(): Promise<void> {
    const step = async (): Promise<number> =>
      this.transactions.runApart((manager) => this.answers.purge(stepSize, manager));
    while ((await step()) === stepSize);
  }
}
