import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../bench/measure/clock.js';
import type { Random } from './random.js';
import type { Doorbell } from './stage/doorbell.js';
import type { Stage } from './stage/stage.js';

/** A time in which something was broken. Monotonic milliseconds. */
export interface Break {
  readonly from: number;
  /** Everything was ready again. */
  readonly to: number;
}

/** What a scenario plays with. */
export class Scene {
  readonly breaks: Break[] = [];
  /** What must hold in this scenario alone, and did not. */
  readonly failures: string[] = [];
  readonly notes: string[] = [];
  /** Notifications that the scenario itself has spoilt: they are owed for ever, and are not asked for. */
  readonly spoilt = new Set<string>();
  spoiltDeliveries = 0;
  /** Paths of webhooks to which all is sent again: what comes twice is meant to. */
  readonly isResent = new Set<string>();
  /** What is to be cleared away when nothing runs any more. */
  readonly cleanUps: (() => Promise<void>)[] = [];
  private endsAt = 0;

  constructor(
    readonly stage: Stage,
    readonly random: Random,
    readonly durationMs: number,
  ) {}

  /** From now on its time runs. */
  begin(): void {
    this.endsAt = monotonicMs() + this.durationMs;
  }

  /** Whether the time of the scenario is not over yet. */
  get goesOn(): boolean {
    return monotonicMs() < this.endsAt;
  }

  get leftMs(): number {
    return Math.max(0, this.endsAt - monotonicMs());
  }

  onEnd(cleanUp: () => Promise<void>): void {
    this.cleanUps.push(cleanUp);
  }

  /** Again and again until the time is over, and so often at least. */
  async again(round: (number: number) => Promise<void>, atLeast = 1): Promise<void> {
    for (let number = 0; number < atLeast || this.goesOn; number += 1) await round(number);
  }

  /** Waits a random moment, so that things break in the middle of something. */
  async moment(leastMs: number, mostMs: number): Promise<void> {
    await sleep(this.random.between(leastMs, mostMs));
  }

  /** `work` breaks something, and resolves once all is ready again. */
  async breaking(work: () => Promise<void>): Promise<void> {
    const from = monotonicMs();
    await work();
    this.breaks.push({ from, to: monotonicMs() });
  }

  /** Ends processes as a power cut does, and starts them again a moment later. */
  async killAndStart(doorbells: readonly Doorbell[]): Promise<void> {
    await this.breaking(async () => {
      await Promise.all(doorbells.map(async (doorbell) => doorbell.kill()));
      await this.moment(0, 500);
      await Promise.all(doorbells.map(async (doorbell) => doorbell.start()));
    });
  }

  /** Recording must go on while `work` runs: at least one notification is accepted by the API. */
  async whileRecordingGoesOn(what: string, work: () => Promise<void>): Promise<void> {
    const before = this.stage.acceptedCount;
    await work();
    if (this.stage.acceptedCount === before) this.failures.push(`nothing was recorded while ${what}`);
  }

  /** Recording must not be acknowledged from a moment after now until `work` has ended. */
  async whileNothingIsAccepted(what: string, work: () => Promise<void>): Promise<void> {
    // What the server has committed already may still be on its way to the client.
    await sleep(1_000);
    const before = this.stage.acceptedCount;
    await work();
    const accepted = this.stage.acceptedCount - before;
    if (accepted > 0) this.failures.push(`${accepted} were answered "created" while ${what}`);
  }

  /** @returns whether it became true in time */
  async until(condition: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> {
    const until = monotonicMs() + withinMs;
    while (monotonicMs() < until) {
      if (await condition()) return true;
      await sleep(100);
    }
    return false;
  }
}
