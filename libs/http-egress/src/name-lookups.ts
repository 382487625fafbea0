import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { LRUCache } from 'lru-cache';

/** As `dns.lookup` answers: every address, in the order of the system. */
export type OnAddresses = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void;

/** A name that takes longer has a name server that does not answer, and is looked up beside the others from then on. */
const slowAfterMs = 1_000;
const rememberedNames = 10_000;
/** Node's own default. */
const usualThreads = 4;

/**
 * Looks names up by the system. Each look-up holds one of Node's few threads until the name server has answered or the
 * system gives up, which is many seconds: so a name is looked up once at a time, whoever waits for it, and names that
 * were slow may hold half of the threads at most.
 */
export class NameLookups {
  private readonly waiting = new Map<string, OnAddresses[]>();
  private readonly slowNames = new LRUCache<string, true>({ max: rememberedNames });
  private readonly queue: string[] = [];
  private slowRunning = 0;

  constructor(
    private readonly lookup: LookupFunction,
    private readonly slowAtOnce = Math.max(1, Number(process.env['UV_THREADPOOL_SIZE'] ?? usualThreads) >> 1),
  ) {}

  all(hostname: string, done: OnAddresses): void {
    const others = this.waiting.get(hostname);
    if (others) {
      others.push(done);
      return;
    }
    this.waiting.set(hostname, [done]);
    if (!this.slowNames.has(hostname)) this.start(hostname, () => undefined);
    else {
      this.queue.push(hostname);
      this.startSlow();
    }
  }

  private startSlow(): void {
    while (this.slowRunning < this.slowAtOnce && this.queue.length > 0) {
      this.slowRunning += 1;
      this.start(this.queue.shift()!, () => {
        this.slowRunning -= 1;
        this.startSlow();
      });
    }
  }

  private start(hostname: string, over: () => void): void {
    const began = performance.now();
    this.lookup(hostname, { all: true }, (error, found) => {
      if (performance.now() - began > slowAfterMs) this.slowNames.set(hostname, true);
      else this.slowNames.delete(hostname);
      over();
      const callers = this.waiting.get(hostname) ?? [];
      this.waiting.delete(hostname);
      for (const done of callers) done(error, error ? [] : (found as unknown as LookupAddress[]));
    });
  }
}
