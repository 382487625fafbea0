import { Injectable, Logger } from '@nestjs/common';
import { ProcessRegistry } from '../process/process-registry.service.js';
import { LeaseRepository } from './lease.repository.js';

const extendEveryMs = 10_000;
const finishEveryMs = 200;

/** The leases this process works on: prolonged while a delivery of theirs is under way, ended when none is. */
@Injectable()
export class HeldLeases {
  private readonly logger = new Logger(HeldLeases.name);
  private readonly remaining = new Map<string, number>();
  private finished: string[] = [];
  private readonly timers: NodeJS.Timeout[];

  constructor(
    private readonly leases: LeaseRepository,
    private readonly registry: ProcessRegistry,
  ) {
    this.timers = [
      setInterval(() => void this.extend(), extendEveryMs).unref(),
      setInterval(() => void this.finish(), finishEveryMs).unref(),
    ];
  }

  /** Makes the lease this process's; false when it is over, another's, or at work here: a job can come twice. */
  async take(lease: string): Promise<boolean> {
    if (this.remaining.has(lease)) return false;
    this.remaining.set(lease, 0);
    const isTaken = await this.leases.take(lease, this.registry.id);
    if (!isTaken) this.remaining.delete(lease);
    return isTaken;
  }

  /** One more delivery of the lease is under way. */
  hold(lease: string): void {
    this.remaining.set(lease, (this.remaining.get(lease) ?? 0) + 1);
  }

  /** One less is; with the last one the lease ends. */
  letGo(lease: string): void {
    const left = (this.remaining.get(lease) ?? 1) - 1;
    if (left > 0) {
      this.remaining.set(lease, left);
      return;
    }
    this.remaining.delete(lease);
    this.finished.push(lease);
  }

  /** Ends the leases that are over, and stops prolonging. */
  async close(): Promise<void> {
    this.timers.forEach((timer) => clearInterval(timer));
    await this.leases.release([...this.finished.splice(0), ...this.remaining.keys()]);
  }

  private async extend(): Promise<void> {
    if (this.remaining.size === 0) return;
    await this.guarded(() => this.leases.extend([...this.remaining.keys()], this.registry.id));
  }

  private async finish(): Promise<void> {
    if (this.finished.length === 0) return;
    const over = this.finished.splice(0);
    await this.guarded(() => this.leases.release(over));
  }

  /** A lease that could be neither prolonged nor ended becomes void by itself: said, and left to the sweep. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn({ code: 'lease_upkeep_failed', message: 'Leases could not be kept up.', error });
    }
  }
}
