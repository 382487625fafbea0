import type { HealthIndicator, HealthState } from './health-indicators.js';

const windowMs = 5 * 60 * 1000;

/** Degraded for five minutes after each failure that was noted: what has no caller to be told still shows. */
export class RecentFailures implements HealthIndicator {
  private lastAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds, for tests. */
  constructor(
    readonly name: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  note(): void {
    this.lastAt = this.now();
  }

  check(): HealthState {
    return this.now() - this.lastAt < windowMs ? 'degraded' : 'ok';
  }
}
