import { TransactionRunner, Upkeep, UpkeepService } from '@app/database';
import { Injectable } from '@nestjs/common';
import { KeptAnswersRepository } from './kept-answers.repository.js';

/** Answers of one statement, never millions. */
const stepSize = 5_000;

/** Kept answers end with their day; those over it are never given, so an hour more or less is of no account. */
@Injectable()
export class IdempotencyPurge extends UpkeepService {
  protected readonly upkeep: Upkeep;

  constructor(
    private readonly answers: KeptAnswersRepository,
    private readonly transactions: TransactionRunner,
  ) {
    super();
    this.upkeep = new Upkeep(transactions, {
      name: 'idempotency',
      work: () => this.purge(),
    });
  }

  private async purge(): Promise<void> {
    const step = async (): Promise<number> =>
      this.transactions.runApart((manager) => this.answers.purge(stepSize, manager));
    while ((await step()) === stepSize);
  }
}
