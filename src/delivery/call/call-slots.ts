import type { Lane } from '@app/job-queue';

interface Waiter {
  readonly lane: Lane;
  readonly start: () => void;
}

/** The process's limit of calls in flight. Retries and known-slow webhooks get at most half of it. */
export class CallSlots {
  private readonly inFlight: Record<Lane, number> = { fresh: 0, slow: 0 };
  private waiters: Waiter[] = [];
  private idleListeners: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Resolves when the call may begin; `release` must follow. */
  async acquire(lane: Lane): Promise<void> {
    if (this.isFree(lane)) {
      this.inFlight[lane] += 1;
      return;
    }
    await new Promise<void>((start) => this.waiters.push({ lane, start }));
  }

  release(lane: Lane): void {
    this.inFlight[lane] -= 1;
    const next = this.waiters.findIndex((waiter) => this.isFree(waiter.lane));
    if (next >= 0) {
      const [waiter] = this.waiters.splice(next, 1);
      this.inFlight[waiter!.lane] += 1;
      waiter!.start();
    } else if (this.total === 0) {
      this.idleListeners.splice(0).forEach((resolve) => resolve());
    }
  }

  /** Resolves when no call is in flight. */
  async idle(): Promise<void> {
    if (this.total > 0) await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  get total(): number {
    return this.inFlight.fresh + this.inFlight.slow;
  }

  private isFree(lane: Lane): boolean {
    if (this.total >= this.limit) return false;
    return lane === 'fresh' || this.inFlight.slow < Math.max(1, this.limit / 2);
  }
}
