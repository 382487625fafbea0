interface Waiting<Item, Result> {
  readonly item: Item;
  readonly weight: number;
  readonly since: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** When another group begins: with so much weight, or after so long. */
export interface Gathering {
  readonly weight: number;
  readonly waitMs: number;
  /** The first group gathers so, too: where nobody waits for an answer, and bigger groups cost less. */
  readonly alsoFirst?: boolean;
}

export interface MicroBatcherOptions<Item, Result> {
  /** Handles a group as one; answers in the group's order. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Groups are closed at this sum of weights; one heavier item goes alone. */
  readonly maximumWeight: number;
  /** Groups under way at once. */
  readonly concurrency: number;
  /**
   * Beside a group that is under way, another one begins when it weighs as much, or has waited for so long. Otherwise
   * as many groups as may be under way share what comes, and each of them is small. A function is asked anew with each item.
   */
  readonly beside?: Gathering | (() => Gathering);
  /**
   * So long a group that has ended gives those it answered to come again with their next item. Otherwise callers who each
   * wait for an answer fall apart into two halves that take turns, in groups half as big.
   */
  readonly gatherMs?: number;
  /** Errors that no smaller group would escape, e.g. a database that is away: the whole group fails, unhalved. */
  readonly isHopeless?: (error: unknown) => boolean;
}

/**
 * Group commit: while a group is under way the next one gathers, so that a busy moment shares statements and commits
 * and a quiet one waits for nobody. A group that fails is halved until the bad item stands alone.
 */
export class MicroBatcher<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private waitingWeight = 0;
  private underWay = 0;
  private expected = 0;
  private gatherUntil = 0;
  private scheduled = false;
  private timer: NodeJS.Timeout | undefined;
  private idleListeners: (() => void)[] = [];

  constructor(private readonly options: MicroBatcherOptions<Item, Result>) {}

  /** Items neither settled nor failed yet. */
  get size(): number {
    return this.waiting.length + this.underWay;
  }

  /** Resolves with the item's own result, or rejects with its own failure. */
  add(item: Item, weight = 1): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, weight, since: performance.now(), resolve, reject });
      this.waitingWeight += weight;
      this.schedule();
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    if (this.size === 0) return;
    await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.startGroups();
    });
  }

  private startGroups(): void {
    while (this.waiting.length > 0 && this.waitMs() <= 0) void this.startGroup();
    clearTimeout(this.timer);
    if (this.waiting.length === 0 || this.underWay >= this.options.concurrency) return;
    // By now it may be over, and newer versions of Node warn of a negative time.
    this.timer = setTimeout(() => this.startGroups(), Math.max(0, this.waitMs()));
  }

  /** How long what waits must go on waiting, if nothing comes. */
  private waitMs(): number {
    const { concurrency, maximumWeight } = this.options;
    const beside = typeof this.options.beside === 'function' ? this.options.beside() : this.options.beside;
    if (this.underWay >= concurrency) return Number.POSITIVE_INFINITY;
    const now = performance.now();
    if (beside && (this.underWay > 0 || beside.alsoFirst)) {
      return this.waitingWeight >= beside.weight ? 0 : this.waiting[0]!.since + beside.waitMs - now;
    }
    const isComplete = this.waiting.length >= this.expected || this.waitingWeight >= maximumWeight;
    return isComplete ? 0 : this.gatherUntil - now;
  }

  private async startGroup(): Promise<void> {
    const group = this.takeGroup();
    this.underWay += 1;
    await this.settle(group);
    this.underWay -= 1;
    if (this.waiting.length > 0) this.schedule();
    else if (this.underWay === 0) this.idleListeners.splice(0).forEach((resolve) => resolve());
  }

  /** Before they are answered, and come again. */
  private expectAgain(answered: number): void {
    const { gatherMs } = this.options;
    if (gatherMs === undefined) return;
    this.expected = answered + this.waiting.length;
    this.gatherUntil = performance.now() + gatherMs;
  }

  private takeGroup(): Waiting<Item, Result>[] {
    let weight = 0;
    let count = 0;
    for (const entry of this.waiting) {
      weight += entry.weight;
      if (count > 0 && weight > this.options.maximumWeight) break;
      count += 1;
    }
    const group = this.waiting.splice(0, count);
    for (const entry of group) this.waitingWeight -= entry.weight;
    return group;
  }

  private async settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.flush(group.map(({ item }) => item));
      this.expectAgain(group.length);
      group.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      if (group.length === 1 || this.options.isHopeless?.(error)) {
        group.forEach(({ reject }) => reject(error));
        return;
      }
      const middle = Math.ceil(group.length / 2);
      await this.settle(group.slice(0, middle));
      await this.settle(group.slice(middle));
    }
  }
}
