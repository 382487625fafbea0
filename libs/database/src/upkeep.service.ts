import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Upkeep } from './upkeep.js';

/** A provider whose upkeep goes on as long as the application does. */
export abstract class UpkeepService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  protected abstract readonly upkeep: Upkeep;

  async onApplicationBootstrap(): Promise<void> {
    await this.upkeep.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.upkeep.stop();
  }

  /** Resolves when all is prepared, and what is over its time is gone, or another process is at it. */
  async run(): Promise<void> {
    await this.upkeep.run();
  }
}
