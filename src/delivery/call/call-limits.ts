import type { Lane } from '@app/job-queue';
import { CallSlots } from './call-slots.js';
import { type CallEnd, TargetAllowances } from './target-allowances.js';

/** Deliveries held in memory at most, as a multiple of the calls in flight: the rest stays queued. */
const heldFactor = 2;

/** A call that is over. Its place is free at once; it is held until it is settled. */
export interface LimitedCallEnd extends CallEnd {
  readonly settled: Promise<void>;
}

/** Makes a call. Resolves when it is over; undefined when none was made. */
export type LimitedCall = () => Promise<LimitedCallEnd | undefined>;

interface Run {
  readonly lane: Lane;
  readonly origin: string;
  readonly turn: boolean | Promise<boolean>;
  readonly call: LimitedCall;
  readonly onEnd: () => void;
}

/** All bounds of one process's calls: in flight, per target, and held in memory. */
export class CallLimits {
  private readonly slots: CallSlots;
  private readonly allowances: TargetAllowances;
  private readonly mostHeld: Readonly<Record<Lane, number>>;
  private readonly held: Record<Lane, number> = { fresh: 0, slow: 0 };
  private jobs = 0;
  private handBacks = 0;
  private hasEnded = false;
  private waiters: (() => void)[] = [];
  private idleListeners: (() => void)[] = [];

  /** @param concurrency DOORBELL_CONCURRENCY: calls in flight */
  constructor(readonly concurrency: number) {
    this.slots = new CallSlots(concurrency);
    this.allowances = new TargetAllowances(concurrency);
    // Slow ones alone cannot fill the memory: there is always room for fresh ones.
    this.mostHeld = { fresh: concurrency * heldFactor, slow: concurrency };
  }

  /** Calls under way. */
  get inFlight(): number {
    return this.slots.total;
  }

  /** Deliveries that are called, wait for their turn, or are to be settled. */
  get inMemory(): number {
    return this.total;
  }

  /** From now on no call begins. */
  get isEnding(): boolean {
    return this.hasEnded;
  }

  /**
   * Null: the target's line is full. Else `call` runs when its turn comes, or never when the process ends first;
   * resolves when it is settled, or is not to be made, which `onEnd` is told first.
   */
  run(
    lane: Lane,
    origin: string,
    call: LimitedCall,
    onEnd: () => void = () => undefined,
  ): Promise<void> | null {
    const turn = this.allowances.acquire(origin);
    return turn === null ? null : this.runInTurn({ lane, origin, turn, call, onEnd });
  }

  /** How long a delivery of a target whose line is full is to wait. */
  waitMs(origin: string): number {
    return this.allowances.waitMs(origin);
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

  /** Runs what gives deliveries back that were brought in; `idle` waits for it too. */
  async handBack(work: () => Promise<void>): Promise<void> {
    this.handBacks += 1;
    try {
      await work();
    } finally {
      this.handBacks -= 1;
      this.tellIdle();
    }
  }

  /** Whether deliveries are being brought into memory, and none of them waits for room, which settling makes. */
  get isBringingIn(): boolean {
    return this.jobs > 0 && this.waiters.length === 0;
  }

  /** Whether there is room for another delivery of the lane in memory. */
  hasRoom(lane: Lane): boolean {
    return this.hasEnded || (this.held[lane] < this.mostHeld[lane] && this.total < this.mostHeld.fresh);
  }

  /** Resolves when there is room. */
  async backpressure(lane: Lane): Promise<void> {
    while (!this.hasRoom(lane)) await new Promise<void>((resolve) => this.waiters.push(resolve));
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

  /** One function, not one for each bound: each layer would be promises for every call. */
  private async runInTurn({ lane, origin, turn, call, onEnd }: Run): Promise<void> {
    this.held[lane] += 1;
    try {
      if (turn !== true && !(await turn)) return;
      let end: LimitedCallEnd | undefined;
      try {
        const slot = this.slots.acquire(lane);
        if (slot !== true && !(await slot)) return;
        try {
          end = await call();
        } finally {
          this.slots.release(lane);
        }
      } finally {
        this.allowances.release(origin, end);
      }
      await end?.settled;
    } finally {
      this.held[lane] -= 1;
      onEnd();
      if (this.waiters.length > 0 && this.hasRoom(lane)) this.wake();
      this.tellIdle();
    }
  }

  private get total(): number {
    return this.held.fresh + this.held.slow;
  }

  private get isIdle(): boolean {
    return this.total === 0 && this.jobs === 0 && this.handBacks === 0;
  }

  private tellIdle(): void {
    if (this.isIdle) this.idleListeners.splice(0).forEach((resolve) => resolve());
  }

  private wake(): void {
    this.waiters.splice(0).forEach((resolve) => resolve());
  }
}
