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
  readonly line: (() => void)[];
}

/** Calls at once to one target (origin): grows with each answer, is halved by each that has none. */
export class TargetAllowances {
  private readonly targets = new Map<string, Target>();

  constructor(private readonly most: number) {}

  /** Null: the target's line is full, the delivery is to be handed back. Else resolves when a call may begin. */
  acquire(origin: string): Promise<void> | null {
    const target = this.targetOf(origin);
    if (target.inFlight < target.allowance) {
      target.inFlight += 1;
      return Promise.resolve();
    }
    if (target.line.length >= target.allowance * lineFactor) return null;
    return new Promise((start) => target.line.push(start));
  }

  /** @param answered whether there was any response in good time */
  release(origin: string, answered: boolean): void {
    const target = this.targetOf(origin);
    target.inFlight -= 1;
    if (answered) target.allowance = Math.min(this.most, target.allowance + 1);
    else this.halve(target);
    this.startNext(target);
    if (target.inFlight === 0 && this.targets.size > rememberedTargets) this.targets.delete(origin);
  }

  /** Gives back an allowance that no call used. */
  cancel(origin: string): void {
    const target = this.targetOf(origin);
    target.inFlight -= 1;
    this.startNext(target);
  }

  private halve(target: Target): void {
    const now = performance.now();
    if (now - target.halvedAt < halveAtMostEveryMs) return;
    target.halvedAt = now;
    target.allowance = Math.max(leastAllowance, Math.floor(target.allowance / 2));
  }

  private startNext(target: Target): void {
    while (target.inFlight < target.allowance && target.line.length > 0) {
      target.inFlight += 1;
      target.line.shift()!();
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
