import { LRUCache } from 'lru-cache';

/** One second's worth may come at once; after that, requests come at the rate. */
const burstMs = 1_000;
const rememberedKeys = 10_000;

/** How many requests a second each key may make, in this process. It costs one number a key. */
export class RequestAllowance {
  /** When the requests taken so far would have come, had they come evenly. */
  private readonly takenUntil = new LRUCache<string, number>({ max: rememberedKeys });
  private readonly intervalMs: number;

  constructor(ratePerSecond: number) {
    this.intervalMs = burstMs / ratePerSecond;
  }

  /** Takes one request of `key`, and answers 0; or takes none, and answers after how many seconds to ask again. */
  take(key: string, now: Date): number {
    const moment = now.getTime();
    const takenUntil = Math.max(this.takenUntil.get(key) ?? 0, moment);
    const waitMs = takenUntil + this.intervalMs - moment - burstMs;
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    this.takenUntil.set(key, takenUntil + this.intervalMs);
    return 0;
  }
}
