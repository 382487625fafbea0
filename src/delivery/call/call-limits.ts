import type { Lane } from '@app/job-queue';
import { CallSlots } from './call-slots.js';
import { TargetAllowances } from './target-allowances.js';

/** Deliveries held in memory at most, as a multiple of the calls in flight: the rest stays queued. */
const heldFactor = 2;

/** Makes a call. Resolves with whether the target answered; undefined when none was made. */
export type LimitedCall = () => Promise<boolean | undefined>;

/** All bounds of one process's calls: in flight, per target, and held in memory. */
export class CallLimits {
  private readonly slots: CallSlots;
  private readonly allowances: TargetAllowances;
  private readonly mostHeld: number;
  private held = 0;
  private jobs = 0;
  private hasEnded = false;
  private waiters: (() => void)[] = [];
  private idleListeners: (() => void)[] = [];

  /** @param concurrency DOORBELL_CONCURRENCY: calls in flight */
  constructor(concurrency: number) {
    this.slots = new CallSlots(concurrency);
    this.allowances = new TargetAllowances(concurrency);
    this.mostHeld = concurrency * heldFactor;
  }

  /** From now on no call begins. */
  get isEnding(): boolean {
    return this.hasEnded;
  }

  /**
   * Null: the target's line is full. Else `call` runs when its turn comes, or never when the process ends first;
   * resolves when either is so.
   */
  run(lane: Lane, origin: string, call: LimitedCall): Promise<void> | null {
    const turn = this.allowances.acquire(origin);
    if (!turn) return null;
    return this.runInTurn(lane, origin, turn, call);
  }

  /** Runs what brings deliveries into memory; `idle` waits for it too. */
  async bringIn(work: () => Promise<void>): Promise<void> {
    this.jobs += 1;
    try {
      await work();
    } finally {
      this.jobs -= 1;
      this.tellIdle();
    }
  }

  /** Resolves when there is room for another delivery in memory. */
  async backpressure(): Promise<void> {
    while (this.held >= this.mostHeld && !this.hasEnded) {
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  /** Calls under way go on; none begins. */
  end(): void {
    this.hasEnded = true;
    this.allowances.end();
    this.slots.end();
    this.wake();
  }

  /** Resolves when nothing is held, and nothing brought in. */
  async idle(): Promise<void> {
    if (!this.isIdle) await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  private async runInTurn(
    lane: Lane,
    origin: string,
    turn: Promise<boolean>,
    call: LimitedCall,
  ): Promise<void> {
    this.held += 1;
    try {
      if (await turn) await this.runAllowed(lane, origin, call);
    } finally {
      this.held -= 1;
      if (this.held < this.mostHeld) this.wake();
      this.tellIdle();
    }
  }

  private async runAllowed(lane: Lane, origin: string, call: LimitedCall): Promise<void> {
    let answered: boolean | undefined;
    try {
      answered = await this.runInSlot(lane, call);
    } finally {
      this.allowances.release(origin, answered);
    }
  }

  private async runInSlot(lane: Lane, call: LimitedCall): Promise<boolean | undefined> {
    if (!(await this.slots.acquire(lane))) return undefined;
    try {
      return await call();
    } finally {
      this.slots.release(lane);
    }
  }

  private get isIdle(): boolean {
    return this.held === 0 && this.jobs === 0;
  }

  private tellIdle(): void {
    if (this.isIdle) this.idleListeners.splice(0).forEach((resolve) => resolve());
  }

  private wake(): void {
    this.waiters.splice(0).forEach((resolve) => resolve());
  }
}
