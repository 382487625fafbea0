/** So long an answer counts as the quickest: a target that has become slower for good is measured anew. */
const windowMs = 10_000;
/** An answer is still quick when it takes this many times the quickest … */
const tolerance = 2;
/** … and this much more, which our own process may be late by. */
const marginMs = 10;
/** How much the latest answer counts for what is typical. */
const weight = 0.1;

/** How quickly a target answers: whether more calls at once still are as quick as few were. */
export class QuickestAnswer {
  private current = Infinity;
  private previous = Infinity;
  private windowEndsAt = -Infinity;
  private typical: number | undefined;

  /** Takes note of an answer. @returns whether it was about as quick as the quickest of late */
  note(durationMs: number, now: number): boolean {
    if (now > this.windowEndsAt) {
      this.previous = this.current;
      this.current = durationMs;
      this.windowEndsAt = now + windowMs;
    } else if (durationMs < this.current) this.current = durationMs;
    this.typical =
      this.typical === undefined ? durationMs : this.typical + (durationMs - this.typical) * weight;
    return durationMs <= Math.min(this.current, this.previous) * tolerance + marginMs;
  }

  /** A moving average; undefined before the first answer. */
  get typicalMs(): number | undefined {
    return this.typical;
  }
}
