import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { LRUCache } from 'lru-cache';

/** As `dns.lookup` answers: every address, in the order of the system. */
export type OnAddresses = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void;

/** A name that takes longer has a name server that does not answer, and waits behind the others from then on. */
const slowAfterMs = 1_000;
const rememberedNames = 10_000;
/** Node's own default. */
const usualThreads = 4;

/** libuv lets look-ups hold half of its threads. More at once would wait there, and their time would not be their own. */
const lookupsAtOnce = (): number => (Number(process.env['UV_THREADPOOL_SIZE'] ?? usualThreads) + 1) >> 1;

/**
 * Looks names up by the system. Each look-up holds one of Node's few threads until a name server has answered or the
 * system gives up, which is many seconds: so a name is looked up once at a time, whoever waits for it, and names that
 * were slow may hold half of what there is and no more.
 */
export class NameLookups {
  private readonly waiting = new Map<string, OnAddresses[]>();
  private readonly slowNames = new LRUCache<string, true>({ max: rememberedNames });
  private readonly quickQueue: string[] = [];
  private readonly slowQueue: string[] = [];
  private readonly slowAtOnce: number;
  private running = 0;
  private slowRunning = 0;

  constructor(
    private readonly lookup: LookupFunction,
    private readonly atOnce = lookupsAtOnce(),
  ) {
    this.slowAtOnce = Math.max(1, atOnce >> 1);
  }

  all(hostname: string, done: OnAddresses): void {
    const others = this.waiting.get(hostname);
    if (others) {
      others.push(done);
      return;
    }
    this.waiting.set(hostname, [done]);
    (this.slowNames.has(hostname) ? this.slowQueue : this.quickQueue).push(hostname);
    this.startNext();
  }

  private startNext(): void {
    while (this.running < this.atOnce) {
      const quick = this.quickQueue.shift();
      const slow =
        quick === undefined && this.slowRunning < this.slowAtOnce ? this.slowQueue.shift() : undefined;
      const hostname = quick ?? slow;
      if (hostname === undefined) return;
      this.start(hostname, slow !== undefined);
    }
  }

  private start(hostname: string, isSlow: boolean): void {
    const began = performance.now();
    this.running += 1;
    if (isSlow) this.slowRunning += 1;
    this.lookup(hostname, { all: true }, (error, found) => {
      this.running -= 1;
      if (isSlow) this.slowRunning -= 1;
      if (performance.now() - began > slowAfterMs) this.slowNames.set(hostname, true);
      else if (error?.code !== 'EAI_AGAIN') this.slowNames.delete(hostname);
      const callers = this.waiting.get(hostname) ?? [];
      this.waiting.delete(hostname);
      this.startNext();
      for (const done of callers) done(error, error ? [] : (found as unknown as LookupAddress[]));
    });
  }
}
