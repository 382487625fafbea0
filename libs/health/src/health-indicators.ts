import { Injectable, Logger } from '@nestjs/common';

/** From the best to the worst. */
export const healthStates = ['ok', 'degraded', 'down'] as const;
export type HealthState = (typeof healthStates)[number];

/** What one part of Doorbell knows of its own health. */
export interface HealthIndicator {
  /** For the log: `database`. */
  readonly name: string;
  /** `down`: nothing works without it. Rejecting, or taking too long, counts as down. */
  check(): Promise<HealthState> | HealthState;
}

export const worst = (states: readonly HealthState[]): HealthState =>
  healthStates[Math.max(0, ...states.map((state) => healthStates.indexOf(state)))]!;

/** Nobody who asks can make us ask the database more often. */
const rememberedMs = 1_000;
const patienceMs = 3_000;

/** Where parts of Doorbell, and modules of one's own, report their health: `indicators.add({ name, check })`. */
@Injectable()
export class HealthIndicators {
  private readonly logger = new Logger('Health');
  private readonly indicators: HealthIndicator[] = [];
  private lastStates = new Map<string, HealthState>();
  private remembered: { readonly state: Promise<HealthState>; readonly at: number } | undefined;

  add(indicator: HealthIndicator): void {
    this.indicators.push(indicator);
  }

  /** The worst of all, at most a second old. Changes are logged by name, which is more than callers are told. */
  async state(): Promise<HealthState> {
    const now = performance.now();
    if (!this.remembered || now - this.remembered.at > rememberedMs) {
      this.remembered = { state: this.ask(), at: now };
    }
    return this.remembered.state;
  }

  private async ask(): Promise<HealthState> {
    const states = await Promise.all(
      this.indicators.map(async (indicator) => {
        const state = await checkInTime(indicator);
        this.logChange(indicator.name, state);
        return state;
      }),
    );
    return worst(states);
  }

  private logChange(name: string, state: HealthState): void {
    const before = this.lastStates.get(name) ?? 'ok';
    this.lastStates.set(name, state);
    if (state === before) return;
    const line = { code: 'health_changed', message: `Health of ${name}: ${state}.`, before };
    if (state === 'ok') this.logger.log(line);
    else this.logger.warn(line);
  }
}

async function checkInTime(indicator: HealthIndicator): Promise<HealthState> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<HealthState>((resolve) => {
    timer = setTimeout(() => resolve('down'), patienceMs);
  });
  try {
    return await Promise.race([indicator.check(), tooLate]);
  } catch {
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}
