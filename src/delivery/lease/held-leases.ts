import { Injectable, Logger } from '@nestjs/common';
import { ProcessRegistry } from '../process/process-registry.service.js';
import { RepeatingWork } from '@app/repeating-work';
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
  /** They are being ended, and still this process's. */
  private ending: readonly string[] = [];
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

  /** Makes these this process's; answers those that are not over, another's, or at work here: a job can come twice. */
  async take(leases: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = [...new Set(leases)].filter((lease) => !this.remaining.has(lease));
    let taken: ReadonlySet<string> = new Set();
    if (wanted.length === 0) return taken;
    wanted.forEach((lease) => this.remaining.set(lease, 0));
    try {
      taken = await this.leases.take(wanted, this.registry.id);
    } catch (error) {
      // The jobs are used up: so the leases are ended as soon as that is possible, not only when their time is over.
      wanted.forEach((lease) => this.refuse(lease));
      throw error;
    } finally {
      for (const lease of wanted) if (!taken.has(lease)) this.remaining.delete(lease);
    }
    return taken;
  }

  /** This process, as it looks for leases that are void. */
  get observer(): Observer {
    const { id, isSteady } = this.registry;
    return { id, isSteady, held: [...this.remaining.keys(), ...this.finished, ...this.ending] };
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
    this.ending = over;
    try {
      await this.leases.release(over, this.registry.id);
    } catch (error) {
      this.finished.push(...over);
      throw error;
    } finally {
      this.ending = [];
    }
  }
}
