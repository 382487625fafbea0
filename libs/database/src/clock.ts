import type { Connections } from './side-connections.js';

/** The one "now" of everything that is compared across processes. */
export interface Clock {
  /** The present moment, to the millisecond. Never goes back by more than a resynchronisation corrects. */
  now(): Date;
}
export const Clock = Symbol('Clock');

const resynchroniseEveryMs = 10_000;

/**
 * PostgreSQL's time, without a query per reading: the server's clock is read now and then, and this process's
 * monotonic timer counts on from there. A jump of the local wall clock therefore changes nothing.
 */
export class DatabaseClock implements Clock {
  private originMs = Date.now() - performance.now();
  private timer: NodeJS.Timeout | undefined;

  /** @param offsetMs DOORBELL_CLOCK_OFFSET_MS: moves this process in time, for tests. */
  constructor(
    private readonly connections: Pick<Connections, 'query'>,
    private readonly offsetMs = 0,
  ) {}

  now(): Date {
    return new Date(Math.floor(this.originMs + performance.now()) + this.offsetMs);
  }

  /** Reads the server's clock, and goes on doing so. @throws when the database does not answer this first time. */
  async start(): Promise<void> {
    await this.synchronise();
    this.timer = setInterval(() => {
      // A database that is away leaves the clock running on its own; whoever needs the database says so.
      this.synchronise().catch(() => undefined);
    }, resynchroniseEveryMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async synchronise(): Promise<void> {
    const before = performance.now();
    const [row] = await this.connections.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    const after = performance.now();
    if (!row) return;
    // It was read at some moment in between: what agrees with that is left as it is, so that a slow answer moves nothing.
    const earliest = row.now.getTime() - after;
    const latest = row.now.getTime() + 1 - before;
    this.originMs = Math.min(Math.max(this.originMs, earliest), latest);
  }
}
