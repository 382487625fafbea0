import type { Lane } from '@app/job-queue';

interface Waiter {
  readonly lane: Lane;
  /** @param mayBegin false when no call begins any more */
  readonly answer: (mayBegin: boolean) => void;
}

/** The process's limit of calls in flight. Retries and known-slow webhooks get at most half of it. */
export class CallSlots {
  private readonly inFlight: Record<Lane, number> = { fresh: 0, slow: 0 };
  private waiters: Waiter[] = [];
  private isEnded = false;

  constructor(private readonly limit: number) {}

  /** True when the call may begin, and `release` must follow; false when none begins any more. */
  async acquire(lane: Lane): Promise<boolean> {
    if (this.isEnded) return false;
    if (!this.isFree(lane)) return new Promise<boolean>((answer) => this.waiters.push({ lane, answer }));
    this.inFlight[lane] += 1;
    return true;
  }

  release(lane: Lane): void {
    this.inFlight[lane] -= 1;
    const next = this.waiters.findIndex((waiter) => this.isFree(waiter.lane));
    const waiter = this.waiters[next];
    if (!waiter) return;
    this.waiters.splice(next, 1);
    this.inFlight[waiter.lane] += 1;
    waiter.answer(true);
  }

  /** Who waits is sent away, and so is whoever comes. */
  end(): void {
    this.isEnded = true;
    this.waiters.splice(0).forEach(({ answer }) => answer(false));
  }

  get total(): number {
    return this.inFlight.fresh + this.inFlight.slow;
  }

  private isFree(lane: Lane): boolean {
    if (this.total >= this.limit) return false;
    return lane === 'fresh' || this.inFlight.slow < Math.max(1, Math.floor(this.limit / 2));
  }
}
