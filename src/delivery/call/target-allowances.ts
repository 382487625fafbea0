import { QuickestAnswer } from './quickest-answer.js';

const initialAllowance = 64;
const leastAllowance = 4;
/** A target may have this many times its allowance waiting in memory … */
const lineFactor = 4;
/** … or as many as it answers in this time: a burst to a quick target is not handed back … */
const lineLastsMs = 1_000;
/** … or so many times, before it has answered anything: one that hangs is found out soon. */
const firstLineFactor = 16;
/** A refusal costs a target nothing, and takes no time: fewer at once, and their line would not be worked off. */
const leastRefusedAllowance = 16;
/** A target that has calls in flight and has answered none for so long may be hanging: it gets less, and no line. */
const quietAfterMs = 1_000;
const quietAllowance = 16;
const halveAtMostEveryMs = 1_000;
const rememberedTargets = 10_000;
/** How long what is handed back waits. */
const shortestWaitMs = 1_000;
const longestWaitMs = 30_000;

/** What came of a call. */
export interface CallEnd {
  /** Whether there was any response in good time. */
  readonly answered: boolean;
  /** Whether the time for it passed without a word: it was no refusal, however short that time is. */
  readonly timedOut: boolean;
  readonly durationMs: number;
}

interface Target {
  allowance: number;
  inFlight: number;
  halvedAt: number;
  /** The last answer or refusal, or when the first of the calls in flight began. */
  heardAt: number;
  readonly quickest: QuickestAnswer;
  /** How long the latest call took that was refused; undefined once one is answered. */
  refusedInMs: number | undefined;
  /** @param mayBegin false when the call is not to be made */
  readonly line: ((mayBegin: boolean) => void)[];
}

/**
 * Calls at once to one target (origin): grows with the answers as long as they come as quickly as ever, is halved by
 * each call that has none. What a target cannot use only makes every call slower: without that rule a quick receiver
 * is given as many connections as the process may have.
 */
export class TargetAllowances {
  private readonly targets = new Map<string, Target>();
  private isEnded = false;

  constructor(private readonly most: number) {}

  /**
   * Null: the target's line is full, the delivery is to be handed back. Else true when a call may begin, and `release`
   * must follow; false when it is not to be made; a promise of either where the call has to stand in line.
   */
  acquire(origin: string): boolean | Promise<boolean> | null {
    if (this.isEnded) return false;
    const target = this.targetOf(origin);
    if (target.inFlight < this.allowanceOf(target)) {
      if (target.inFlight === 0) target.heardAt = performance.now();
      target.inFlight += 1;
      return true;
    }
    if (target.line.length >= this.longestLine(target)) return null;
    if (target.line.length === 0) this.watchLine(target);
    return new Promise((answer) => target.line.push(answer));
  }

  /** @param end undefined when no call was made */
  release(origin: string, end: CallEnd | undefined): void {
    const target = this.targetOf(origin);
    if (end?.answered) this.noteAnswer(target, end.durationMs);
    else if (end) this.noteFailure(target, end);
    target.inFlight -= 1;
    this.startNext(target);
    if (target.inFlight === 0 && this.targets.size > rememberedTargets) this.targets.delete(origin);
  }

  /**
   * How long it takes, as far as can be told, until the target's line is worked off; of a target that hangs, as long again
   * as it has been silent. Were what it is owed to come back each second, that would soon cost as much as all other calls.
   */
  waitMs(origin: string): number {
    const target = this.targetOf(origin);
    const { line, allowance, quickest } = target;
    const silentMs = performance.now() - target.heardAt;
    const lineMs = ((line.length + 1) / allowance) * Math.max(quickest.typicalMs ?? 0, silentMs);
    return Math.min(longestWaitMs, Math.max(shortestWaitMs, isQuiet(target) ? silentMs : lineMs));
  }

  /** Who stands in a line is sent away, and so is whoever comes. */
  end(): void {
    this.isEnded = true;
    for (const { line } of this.targets.values()) line.splice(0).forEach((answer) => answer(false));
  }

  private noteAnswer(target: Target, durationMs: number): void {
    const now = performance.now();
    target.heardAt = now;
    target.refusedInMs = undefined;
    const isQuick = target.quickest.note(durationMs, now);
    // Grown only where it is used up.
    if (isQuick && target.inFlight >= target.allowance) {
      target.allowance = Math.min(this.most, target.allowance + 1);
    }
  }

  private noteFailure(target: Target, { timedOut, durationMs }: CallEnd): void {
    const now = performance.now();
    const isRefusal = !timedOut && durationMs < quietAfterMs;
    // Who refuses does not hang: each call of what stands in line is over at once, and to hand it back would cost more.
    if (isRefusal) target.heardAt = now;
    target.refusedInMs = isRefusal ? durationMs : undefined;
    if (now - target.halvedAt < halveAtMostEveryMs) return;
    target.halvedAt = now;
    const least = Math.min(target.allowance, isRefusal ? leastRefusedAllowance : leastAllowance);
    target.allowance = Math.min(this.most, Math.max(least, Math.floor(target.allowance / 2)));
  }

  private startNext(target: Target): void {
    while (target.line.length > 0 && target.inFlight < this.allowanceOf(target)) {
      target.inFlight += 1;
      target.line.shift()!(true);
    }
  }

  /** Who stands in the line of a target that hangs would fill the memory, and wait there for nothing. */
  private watchLine(target: Target): void {
    const timer = setTimeout(() => {
      if (isQuiet(target)) target.line.splice(0).forEach((answer) => answer(false));
      if (target.line.length > 0) this.watchLine(target);
    }, quietAfterMs);
    timer.unref();
  }

  private allowanceOf(target: Target): number {
    return isQuiet(target) ? Math.min(quietAllowance, target.allowance) : target.allowance;
  }

  private longestLine(target: Target): number {
    if (isQuiet(target)) return 0;
    const { allowance, quickest, refusedInMs } = target;
    // Never so many that what is refused fills the memory.
    if (refusedInMs !== undefined) {
      return Math.max(
        allowance * firstLineFactor,
        Math.min(this.most / 2, (allowance * lineLastsMs) / refusedInMs),
      );
    }
    if (quickest.typicalMs === undefined) return allowance * firstLineFactor;
    return allowance * Math.max(lineFactor, lineLastsMs / quickest.typicalMs);
  }

  private targetOf(origin: string): Target {
    let target = this.targets.get(origin);
    if (!target) {
      target = {
        allowance: Math.min(initialAllowance, this.most),
        inFlight: 0,
        halvedAt: -Infinity,
        heardAt: performance.now(),
        quickest: new QuickestAnswer(),
        refusedInMs: undefined,
        line: [],
      };
      this.targets.set(origin, target);
    }
    return target;
  }
}

function isQuiet({ inFlight, heardAt }: Target): boolean {
  return inFlight > 0 && performance.now() - heardAt > quietAfterMs;
}
