import { Inject, Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { FailurePoints } from '@app/failure-points';
import { JobQueue, type Lane, lanes } from '@app/job-queue';
import { Settings } from '../../config/settings.js';
import type { NewLeases } from '../fan-out/fan-out.repository.js';
import { LeaseRepository, type Observer } from '../lease/lease.repository.js';
import { ProcessRegistry } from '../process/process-registry.service.js';
import { RepeatingWork } from '@app/repeating-work';
import { deliveriesPerJob, queuedAtMost } from './batch-size.js';

const epochEveryMs = 1_000;
const mostJobs = Math.floor(queuedAtMost / deliveriesPerJob);

/** The only door to the queue, for fresh deliveries after their commit and for the sweep alike. */
@Injectable()
export class Dispatcher implements OnModuleInit {
  private readonly logger = new Logger(Dispatcher.name);
  private epoch: string | null = null;
  private isStopped = false;
  private readonly watch = new RepeatingWork(this.logger, {
    name: "Reading the queue's state",
    everyMs: epochEveryMs,
    run: async () => void (await this.refreshEpoch()),
  });

  constructor(
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(FailurePoints) private readonly failurePoints: FailurePoints,
    private readonly leases: LeaseRepository,
    @Optional() private readonly registry?: ProcessRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refreshEpoch();
    this.watch.start();
  }

  /** Reads which memory the queue has now; null while it cannot be told. */
  async refreshEpoch(): Promise<string | null> {
    this.epoch = await this.queue.epoch();
    return this.epoch;
  }

  /** Leases for deliveries about to be queued. While the queue cannot take any, there is no room. */
  newLeases(): NewLeases {
    return {
      terms: { owner: this.owner, epoch: this.epoch },
      lengthMs: this.leases.lengthMs,
      room: { fresh: this.room('fresh'), slow: this.room('slow') },
    };
  }

  /** Whether the queue can take anything: it is there, and this process goes on. */
  get isOpen(): boolean {
    return !this.isStopped && this.epoch !== null;
  }

  /** How many more jobs the lane takes. */
  room(lane: Lane): number {
    if (!this.isOpen) return 0;
    return Math.max(0, mostJobs - this.queue.waiting(lane));
  }

  /** Queues leased deliveries. What the queue does not take is released: the sweep comes back to it. @returns whether it took all */
  async dispatch(leases: readonly { readonly id: string; readonly slow: boolean }[]): Promise<boolean> {
    this.failurePoints.pass('before-dispatch');
    let tookAll = true;
    for (const lane of lanes) {
      const jobs = leases
        .filter(({ slow }) => slow === (lane === 'slow'))
        .map(({ id }) => ({ version: 1 as const, lease: id }));
      if (jobs.length === 0 || (await this.queue.add(lane, jobs))) continue;
      tookAll = false;
      this.logger.warn({
        code: 'queue_refused',
        message: 'The queue took no jobs; the sweep will try again.',
        lane,
      });
      await this.leases.release(
        jobs.map(({ lease }) => lease),
        this.owner,
      );
    }
    return tookAll;
  }

  /**
   * Ends leases that the queue does not know of, though it should: who was to queue them has died, or was never told that
   * they were committed. @returns whether there were any
   */
  async releaseUnqueued(observe: () => Observer): Promise<boolean> {
    if (!this.isOpen) return false;
    const untaken = await this.leases.untaken(this.epoch, observe());
    const queued = untaken.length > 0 ? await this.queue.holds(untaken) : null;
    if (!queued) return false;
    // What was taken here meanwhile is at work.
    const { id, held } = observe();
    const lost = untaken.filter((lease) => !queued.has(lease) && !held.includes(lease));
    if (lost.length === 0) return false;
    await this.leases.releaseUntaken(lost, id);
    this.logger.warn({
      code: 'leases_not_queued',
      message: 'Deliveries were leased and never queued; the sweep takes them again.',
      leases: lost.length,
    });
    return true;
  }

  /** From now on nothing is leased: the process is ending. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.watch.stop();
  }

  /** What is queued in this process's own memory is its own; what is in Redis is whose job it becomes. */
  private get owner(): number | null {
    return this.settings.redisUrl === undefined ? (this.registry?.id ?? null) : null;
  }
}
