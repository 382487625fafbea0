import { Inject, Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { JobQueue, type Lane, lanes } from '@app/job-queue';
import type { NewLeases } from '../fan-out/fan-out.repository.js';
import { LeaseRepository, type LeaseTerms } from '../lease/lease.repository.js';
import { ProcessRegistry } from '../process/process-registry.service.js';
import { Settings } from '../../config/settings.js';
import { deliveriesPerJob, queuedAtMost } from './batch-size.js';

const epochEveryMs = 1_000;

/** The only door to the queue, for fresh deliveries after their commit and for the sweep alike. */
@Injectable()
export class Dispatcher implements OnModuleInit {
  private readonly logger = new Logger(Dispatcher.name);
  private epoch: string | null = null;
  private isStopped = false;
  private onWaiting: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(Settings) private readonly settings: Settings,
    private readonly leases: LeaseRepository,
    @Optional() private readonly registry?: ProcessRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refreshEpoch();
    this.timer = setInterval(() => void this.refreshEpoch(), epochEveryMs).unref();
  }

  /** Reads which memory the queue has now; null while it cannot be told. */
  async refreshEpoch(): Promise<string | null> {
    this.epoch = await this.queue.epoch();
    return this.epoch;
  }

  /** Called when deliveries were left for the sweep that it could queue. */
  whenWaiting(listener: () => void): void {
    this.onWaiting = listener;
  }

  /** Leases for deliveries about to be queued. While the queue cannot take any, there is no room. */
  newLeases(): NewLeases {
    return {
      terms: this.terms(),
      lengthMs: this.leases.lengthMs,
      room: { fresh: this.room('fresh'), slow: this.room('slow') },
    };
  }

  /** How many more jobs the lane takes. */
  room(lane: Lane): number {
    if (this.isStopped || this.epoch === null) return 0;
    return Math.max(0, Math.floor(queuedAtMost / deliveriesPerJob) - this.queue.waiting(lane));
  }

  /** Queues leased deliveries. What the queue does not take is released, and the sweep comes back to it. */
  async dispatch(leases: readonly { readonly id: string; readonly slow: boolean }[]): Promise<void> {
    for (const lane of lanes) {
      const jobs = leases
        .filter(({ slow }) => slow === (lane === 'slow'))
        .map(({ id }) => ({ version: 1 as const, lease: id }));
      if (jobs.length === 0 || (await this.queue.add(lane, jobs))) continue;
      this.logger.warn({
        code: 'queue_refused',
        message: 'The queue took no jobs; the sweep will try again.',
        lane,
      });
      await this.leases.release(jobs.map(({ lease }) => lease));
    }
    if (leases.length === 0) this.onWaiting();
  }

  /** From now on nothing is leased: the process is ending. */
  stop(): void {
    this.isStopped = true;
    clearInterval(this.timer);
  }

  private terms(): LeaseTerms {
    if (this.settings.redisUrl !== undefined) return { owner: null, epoch: this.epoch };
    return { owner: this.registry?.id ?? null, epoch: this.epoch };
  }
}
