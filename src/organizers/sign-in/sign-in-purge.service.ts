import { TransactionRunner, Upkeep, UpkeepService } from '@app/database';
import { Injectable } from '@nestjs/common';
import { SessionsService } from '../sessions/sessions.service.js';
import { SignInLinks } from '../sign-in-links/sign-in-links.service.js';

/** Rows of one statement, never millions. */
const stepSize = 1_000;

/** Deletes sessions and links whose time is over. They count no longer before that. */
@Injectable()
export class SignInPurge extends UpkeepService {
  protected readonly upkeep: Upkeep;

  constructor(
    transactions: TransactionRunner,
    private readonly sessions: SessionsService,
    private readonly links: SignInLinks,
  ) {
    super();
    this.upkeep = new Upkeep(transactions, { name: 'sessions', work: () => this.purge() });
  }

  private async purge(): Promise<void> {
    while ((await this.sessions.purge(stepSize)) === stepSize);
    while ((await this.links.purge(stepSize)) === stepSize);
  }
}
