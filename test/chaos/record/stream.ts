import { setTimeout as sleep } from 'node:timers/promises';

/** Begins something so often a second, whatever becomes of what was begun before. */
export class Stream {
  private readonly underWay = new Set<Promise<void>>();
  private readonly running: Promise<void>;
  private isOver = false;
  private count = 0;

  /** @param mostUnderWay more are not begun until some have ended */
  constructor(
    private readonly perSecond: number,
    private readonly mostUnderWay: number,
    private readonly begin: (number: number) => Promise<void>,
  ) {
    this.running = this.run();
  }

  /** Begins nothing more; resolves when all that was begun has ended. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
    await Promise.all(this.underWay);
  }

  private async run(): Promise<void> {
    const startedAt = performance.now();
    let skipped = 0;
    while (!this.isOver) {
      const due = ((performance.now() - startedAt) / 1000) * this.perSecond - skipped;
      while (this.count < due && !this.isOver) {
        if (this.underWay.size >= this.mostUnderWay) {
          skipped += due - this.count;
          break;
        }
        this.beginOne();
      }
      await sleep(10);
    }
  }

  private beginOne(): void {
    const one = this.begin(this.count);
    this.count += 1;
    this.underWay.add(one);
    void one.finally(() => this.underWay.delete(one));
  }
}
