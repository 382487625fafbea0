/** What commits a little late, or by a clock that differs a little, is not overlooked. */
const marginMs = 2_000;
/** A wide look is paid for by so many times its time without one. */
const restFactor = 20;

const beginningOfTime = new Date(0);

/**
 * How far back a sweep looks in its lane. What was claimed stays in PostgreSQL's indexes until it is vacuumed away, and
 * a look from the beginning of time walks over all of it: 40 ms for a million rows, ten times as long while an old
 * transaction is open. So most looks begin where the last wide one found the first that waits; wide ones are made as
 * often as they are cheap, and when something may have come to wait that was due before.
 */
export class LaneView {
  private oldest = beginningOfTime;
  private isWideAsked = true;
  private isWide = false;
  private nextWideAt = 0;

  /** The next look is wide. */
  widen(): void {
    this.isWideAsked = true;
  }

  widenIfCheap(): void {
    if (performance.now() >= this.nextWideAt) this.widen();
  }

  /** A look begins: from which moment on? */
  begin(): Date {
    this.isWide = this.isWideAsked;
    if (this.isWide) this.oldest = beginningOfTime;
    this.isWideAsked = false;
    return this.oldest;
  }

  /** It took so long, and found `first` to be the first that waits. @returns before when nothing waits */
  end(first: Date, tookMs: number): Date {
    if (this.isWide) this.nextWideAt = performance.now() + tookMs * restFactor;
    this.oldest = new Date(Math.max(this.oldest.getTime(), first.getTime() - marginMs));
    return this.oldest;
  }
}
