import { TransactionRunner, Upkeep } from '@app/database';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SessionsService } from '../sessions/sessions.service.js';
import { SignInLinks } from '../sign-in-links/sign-in-links.service.js';

/** Rows of one statement, never millions. */
const stepSize = 1_000;

/** Deletes sessions and links whose time is over. They count no longer before that. */
@Injectable()
export class SignInPurge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly upkeep: Upkeep;

  constructor(
    transactions: TransactionRunner,
    private readonly sessions: SessionsService,
    private readonly links: SignInLinks,
  ) {
    this.upkeep = new Upkeep(transactions, { name: 'sessions', work: () => this.purge() });
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
    while ((await this.sessions.purge(stepSize)) === stepSize);
    while ((await this.links.purge(stepSize)) === stepSize);
  }
}
