import { LRUCache } from 'lru-cache';

const rememberedKeys = 10_000;

export interface AllowanceRule {
  readonly perSecond: number;
  /** So many may come at once. */
  readonly burst: number;
}

/** What became of one request, and of those that may follow. */
export interface Allowed {
  /** 0: it was taken. Otherwise it was not, and may be tried again after so many seconds. */
  readonly waitSeconds: number;
  /** So many more may come at once. */
  readonly left: number;
  /** Seconds until a whole burst may come at once. */
  readonly resetSeconds: number;
}

/** How many requests a second each key may make, in this process. It costs one number a key, of 10,000 keys at most. */
export class RequestAllowance {
  /** When the requests taken so far would have come, had they come evenly. */
  private readonly takenUntil = new LRUCache<string, number>({ max: rememberedKeys });
  private readonly intervalMs: number;
  private readonly burstMs: number;

  constructor({ perSecond, burst }: AllowanceRule) {
    this.intervalMs = 1_000 / perSecond;
    this.burstMs = burst * this.intervalMs;
  }

  /** Takes one request of `key` where it may come. */
  take(key: string, now: Date): Allowed {
    const moment = now.getTime();
    const before = Math.max(this.takenUntil.get(key) ?? 0, moment);
    const waitMs = before + this.intervalMs - moment - this.burstMs;
    if (waitMs > 0) return this.allowed(before - moment, waitMs);
    this.takenUntil.set(key, before + this.intervalMs);
    return this.allowed(before + this.intervalMs - moment, 0);
  }

  private allowed(takenMs: number, waitMs: number): Allowed {
    return {
      waitSeconds: Math.ceil(waitMs / 1_000),
      left: Math.max(0, Math.floor((this.burstMs - takenMs) / this.intervalMs)),
      resetSeconds: Math.ceil(takenMs / 1_000),
    };
  }
}
