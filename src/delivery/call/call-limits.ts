import { CallSlots } from './call-slots.js';
import { TargetAllowances } from './target-allowances.js';

/** Deliveries held in memory at most, as a multiple of the calls in flight: the rest stays queued. */
const heldFactor = 2;

/** All bounds of one process's calls: in flight, per target, and held in memory. */
export class CallLimits {
  readonly slots: CallSlots;
  private readonly allowances: TargetAllowances;
  private held = 0;
  private waiters: (() => void)[] = [];
  private idleListeners: (() => void)[] = [];

  /** @param concurrency DOORBELL_CONCURRENCY: calls in flight */
  constructor(private readonly concurrency: number) {
    this.slots = new CallSlots(concurrency);
    this.allowances = new TargetAllowances(concurrency);
  }

  /** Null when the target's line is full; else resolves when its allowance lets a call begin. */
  turnOf(origin: string): Promise<void> | null {
    return this.allowances.acquire(origin);
  }

  /** @param answered whether there was a response; undefined when no call was made */
  endTurn(origin: string, answered: boolean | undefined): void {
    if (answered === undefined) this.allowances.cancel(origin);
    else this.allowances.release(origin, answered);
  }

  hold(): void {
    this.held += 1;
  }

  letGo(): void {
    this.held -= 1;
    if (this.held < this.mostHeld) this.waiters.shift()?.();
    if (this.held === 0) this.idleListeners.splice(0).forEach((resolve) => resolve());
  }

  /** Resolves when there is room for another delivery in memory. */
  async backpressure(): Promise<void> {
    if (this.held >= this.mostHeld) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  /** Resolves when no delivery is held. */
  async idle(): Promise<void> {
    if (this.held > 0) await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  private get mostHeld(): number {
    return this.concurrency * heldFactor;
  }
}
