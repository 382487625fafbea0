import type { Clock } from '@app/database';

/** Moves one application in time. Leases and heartbeats stay where they are: they use PostgreSQL's own clock. */
export class MovableClock implements Clock {
  private offsetMs = 0;
  private readonly readNow: () => Date;

  /** Takes over the application's clock. */
  constructor(clock: Clock) {
    this.readNow = clock.now.bind(clock);
    clock.now = () => this.now();
  }

  now(): Date {
    return new Date(this.readNow().getTime() + this.offsetMs);
  }

  /** Forwards from where it is; what is due by then is due at once, and the next sweep (within a second) takes it. */
  advance(milliseconds: number): void {
    this.offsetMs += milliseconds;
  }
}
