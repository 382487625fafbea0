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

/** What is known of a name before it is looked up. */
interface Known {
  readonly isSlow: boolean;
  readonly isQuick: boolean;
}

/**
 * Looks names up by the system. Each look-up holds one of Node's few threads until a name server has answered or the
 * system gives up, which is many seconds: so a name is looked up once at a time, whoever waits for it, names that were
 * slow may hold half of what there is and no more, and a quarter is kept for names that have been quick: however many
 * new ones come, whose server may answer none of them, they do not keep others waiting.
 */
export class NameLookups {
  private readonly waiting = new Map<string, OnAddresses[]>();
  private readonly slowNames = new LRUCache<string, true>({ max: rememberedNames });
  private readonly quickNames = new LRUCache<string, true>({ max: rememberedNames });
  private readonly quickQueue: string[] = [];
  private readonly newQueue: string[] = [];
  private readonly slowQueue: string[] = [];
  private readonly slowAtOnce: number;
  private readonly unknownAtOnce: number;
  private running = 0;
  private slowRunning = 0;
  /** Of names that were slow, or not asked for yet. */
  private unknownRunning = 0;

  constructor(
    private readonly lookup: LookupFunction,
    private readonly atOnce = lookupsAtOnce(),
  ) {
    this.slowAtOnce = Math.max(1, atOnce >> 1);
    this.unknownAtOnce = atOnce - (atOnce >> 2);
  }

  all(hostname: string, done: OnAddresses): void {
    const others = this.waiting.get(hostname);
    if (others) {
      others.push(done);
      return;
    }
    this.waiting.set(hostname, [done]);
    this.queueOf(hostname).push(hostname);
    this.startNext();
  }

  private queueOf(hostname: string): string[] {
    if (this.slowNames.has(hostname)) return this.slowQueue;
    return this.quickNames.has(hostname) ? this.quickQueue : this.newQueue;
  }

  private startNext(): void {
    while (this.running < this.atOnce) {
      const quick = this.quickQueue.shift();
      const hasRoom = quick === undefined && this.unknownRunning < this.unknownAtOnce;
      const unknown = hasRoom ? this.newQueue.shift() : undefined;
      const slow =
        hasRoom && unknown === undefined && this.slowRunning < this.slowAtOnce
          ? this.slowQueue.shift()
          : undefined;
      const hostname = quick ?? unknown ?? slow;
      if (hostname === undefined) return;
      this.start(hostname, { isSlow: slow !== undefined, isQuick: quick !== undefined });
    }
  }

  private start(hostname: string, { isSlow, isQuick }: Known): void {
    const began = performance.now();
    this.running += 1;
    if (isSlow) this.slowRunning += 1;
    if (!isQuick) this.unknownRunning += 1;
    this.lookup(hostname, { all: true }, (error, found) => {
      this.running -= 1;
      if (isSlow) this.slowRunning -= 1;
      if (!isQuick) this.unknownRunning -= 1;
      this.remember(hostname, performance.now() - began, error);
      const callers = this.waiting.get(hostname) ?? [];
      this.waiting.delete(hostname);
      this.startNext();
      for (const done of callers) done(error, error ? [] : (found as unknown as LookupAddress[]));
    });
  }

  private remember(hostname: string, ms: number, error: NodeJS.ErrnoException | null): void {
    if (ms > slowAfterMs) {
      this.quickNames.delete(hostname);
      this.slowNames.set(hostname, true);
      return;
    }
    if (error?.code === 'EAI_AGAIN') return;
    this.slowNames.delete(hostname);
    // Names that do not exist are as many as somebody likes.
    if (!error) this.quickNames.set(hostname, true);
  }
}
