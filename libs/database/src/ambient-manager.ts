import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

/**
 * The manager that a call runs under without being handed it. Before version 24, Node then has every promise and every
 * callback of the whole process pass through JavaScript of its own, from the first use on and for ever: 14 of 132 µs a
 * delivery. So it is switched off whenever nobody runs under one, and hot paths never do.
 */
export class AmbientManager {
  private readonly storage = new AsyncLocalStorage<EntityManager>();
  private running = 0;

  get manager(): EntityManager | undefined {
    return this.storage.getStore();
  }

  async run<Result>(manager: EntityManager, work: () => Promise<Result>): Promise<Result> {
    this.running += 1;
    try {
      return await this.storage.run(manager, work);
    } finally {
      this.running -= 1;
      if (this.running === 0) this.storage.disable();
    }
  }

  /** What `work` begins runs under none. */
  exit<Result>(work: () => Result): Result {
    return this.storage.exit(work);
  }
}
