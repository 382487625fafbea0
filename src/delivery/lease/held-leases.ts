import { Injectable, Logger } from '@nestjs/common';
import { ProcessRegistry } from '../process/process-registry.service.js';
import { RepeatingWork } from '../process/repeating-work.js';
import { LeaseRepository, type Observer } from './lease.repository.js';

const extendEveryMs = 10_000;
const lookEveryMs = 1_000;
const finishEveryMs = 200;

/** The leases this process works on: prolonged while a delivery of theirs is under way, ended when none is. */
@Injectable()
export class HeldLeases {
  private readonly logger = new Logger(HeldLeases.name);
  private readonly remaining = new Map<string, number>();
  private finished: string[] = [];
  private extendedAt = performance.now();
  private readonly upkeep = [
    new RepeatingWork(this.logger, {
      name: 'Prolonging leases',
      everyMs: lookEveryMs,
      run: () => this.extend(),
    }),
    new RepeatingWork(this.logger, {
      name: 'Ending leases',
      everyMs: finishEveryMs,
      run: () => this.finish(),
    }),
  ];

  constructor(
    private readonly leases: LeaseRepository,
    private readonly registry: ProcessRegistry,
  ) {
    this.upkeep.forEach((work) => work.start());
  }

  /** Makes the lease this process's; false when it is over, another's, or at work here: a job can come twice. */
  async take(lease: string): Promise<boolean> {
    if (this.remaining.has(lease)) return false;
    this.remaining.set(lease, 0);
    let isTaken = false;
    try {
      isTaken = await this.leases.take(lease, this.registry.id);
    } catch (error) {
      // The job is used up: so the lease is ended as soon as that is possible, not only when its time is over.
      this.refuse(lease);
      throw error;
    } finally {
      if (!isTaken) this.remaining.delete(lease);
    }
    return isTaken;
  }

  /** This process, as it looks for leases that are void. */
  get observer(): Observer {
    const { id, isSteady } = this.registry;
    return { id, isSteady, held: [...this.remaining.keys(), ...this.finished] };
  }

  /** Leaves what is owed under the lease to others. */
  refuse(lease: string): void {
    this.finished.push(lease);
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

  /** The process makes no more calls: all its leases end, and it is no longer registered. */
  async close(): Promise<void> {
    await Promise.all(this.upkeep.map(async (work) => work.stop()));
    const held = [...this.finished.splice(0), ...this.remaining.keys()];
    await this.leases.release(held, this.registry.id);
    await this.registry.leave();
  }

  /** What fails is tried again at once: after an outage others are about to look for void leases, too. */
  private async extend(): Promise<void> {
    if (performance.now() - this.extendedAt < extendEveryMs) return;
    if (this.remaining.size > 0) await this.leases.extend([...this.remaining.keys()], this.registry.id);
    this.extendedAt = performance.now();
  }

  private async finish(): Promise<void> {
    if (this.finished.length === 0) return;
    const over = this.finished.splice(0);
    try {
      await this.leases.release(over, this.registry.id);
    } catch (error) {
      this.finished.push(...over);
      throw error;
    }
  }
}
