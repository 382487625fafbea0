const initialAllowance = 64;
const leastAllowance = 4;
/** A target may have this many times its allowance waiting in memory; what comes on top is handed back. */
const lineFactor = 4;
const halveAtMostEveryMs = 1_000;
const rememberedTargets = 10_000;

interface Target {
  allowance: number;
  inFlight: number;
  halvedAt: number;
  /** @param mayBegin false when no call begins any more */
  readonly line: ((mayBegin: boolean) => void)[];
}

/** Calls at once to one target (origin): grows with each answer, is halved by each that has none. */
export class TargetAllowances {
  private readonly targets = new Map<string, Target>();
  private isEnded = false;

  constructor(private readonly most: number) {}

  /**
   * Null: the target's line is full, the delivery is to be handed back. Else true when a call may begin, and `release`
   * must follow; false when none begins any more.
   */
  acquire(origin: string): Promise<boolean> | null {
    if (this.isEnded) return Promise.resolve(false);
    const target = this.targetOf(origin);
    if (target.inFlight < target.allowance) {
      target.inFlight += 1;
      return Promise.resolve(true);
    }
    if (target.line.length >= target.allowance * lineFactor) return null;
    return new Promise((answer) => target.line.push(answer));
  }

  /** @param answered whether there was any response in good time; undefined when no call was made */
  release(origin: string, answered: boolean | undefined): void {
    const target = this.targetOf(origin);
    target.inFlight -= 1;
    if (answered === true) target.allowance = Math.min(this.most, target.allowance + 1);
    if (answered === false) this.halve(target);
    this.startNext(target);
    if (target.inFlight === 0 && this.targets.size > rememberedTargets) this.targets.delete(origin);
  }

  /** Who stands in a line is sent away, and so is whoever comes. */
  end(): void {
    this.isEnded = true;
    for (const { line } of this.targets.values()) line.splice(0).forEach((answer) => answer(false));
  }

  private halve(target: Target): void {
    const now = performance.now();
    if (now - target.halvedAt < halveAtMostEveryMs) return;
    target.halvedAt = now;
    target.allowance = Math.min(this.most, Math.max(leastAllowance, Math.floor(target.allowance / 2)));
  }

  private startNext(target: Target): void {
    while (target.inFlight < target.allowance && target.line.length > 0) {
      target.inFlight += 1;
      target.line.shift()!(true);
    }
  }

  private targetOf(origin: string): Target {
    let target = this.targets.get(origin);
    if (!target) {
      target = {
        allowance: Math.min(initialAllowance, this.most),
        inFlight: 0,
        halvedAt: -Infinity,
        line: [],
      };
      this.targets.set(origin, target);
    }
    return target;
  }
}
