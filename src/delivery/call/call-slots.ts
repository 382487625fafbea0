import { type Lane, lanes } from '@app/job-queue';

/** @param mayBegin false when no call begins any more */
type Waiter = (mayBegin: boolean) => void;

/** The process's limit of calls in flight. Retries and known-slow webhooks get at most half of it. */
export class CallSlots {
  private readonly inFlight: Record<Lane, number> = { fresh: 0, slow: 0 };
  private readonly waiters: Record<Lane, Waiter[]> = { fresh: [], slow: [] };
  private isEnded = false;

  constructor(private readonly limit: number) {}

  /**
   * True when the call may begin, and `release` must follow; false when none begins any more. A promise only where the
   * call has to wait: most have not, and each saves the microtasks.
   */
  acquire(lane: Lane): boolean | Promise<boolean> {
    if (this.isEnded) return false;
    if (!this.isFree(lane)) return new Promise<boolean>((answer) => this.waiters[lane].push(answer));
    this.inFlight[lane] += 1;
    return true;
  }

  release(lane: Lane): void {
    this.inFlight[lane] -= 1;
    const next = lanes.find((waiting) => this.waiters[waiting].length > 0 && this.isFree(waiting));
    if (!next) return;
    this.inFlight[next] += 1;
    this.waiters[next].shift()!(true);
  }

  /** Who waits is sent away, and so is whoever comes. */
  end(): void {
    this.isEnded = true;
    for (const lane of lanes) this.waiters[lane].splice(0).forEach((answer) => answer(false));
  }

  get total(): number {
    return this.inFlight.fresh + this.inFlight.slow;
  }

  private isFree(lane: Lane): boolean {
    if (this.total >= this.limit) return false;
    return lane === 'fresh' || this.inFlight.slow < Math.max(1, Math.floor(this.limit / 2));
  }
}
