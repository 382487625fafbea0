import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@app/database';
import { type Lane, lanes } from '@app/job-queue';
import { deliveriesPerJob } from '../dispatch/batch-size.js';
import { Dispatcher } from '../dispatch/dispatcher.service.js';
import { LeaseRepository } from '../lease/lease.repository.js';
import { SweepRepository } from './sweep.repository.js';

const sweepEveryMs = 1_000;
const organizersAtOnce = 200;

/**
 * Retry and recovery in one: each second, and at once when asked, what is due and nobody's is leased and queued.
 * That covers due retries, crashes between commit and dispatch, a lost queue, and dead processes.
 */
@Injectable()
export class Sweep implements OnApplicationBootstrap {
  private readonly logger = new Logger(Sweep.name);
  private readonly turn: Record<Lane, number> = { fresh: 0, slow: 0 };
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private isStopped = false;
  private isHealthy = true;

  constructor(
    private readonly repository: SweepRepository,
    private readonly leases: LeaseRepository,
    private readonly dispatcher: Dispatcher,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.dispatcher.whenWaiting(() => this.poke());
    this.timer = setInterval(() => this.poke(), sweepEveryMs);
    this.poke();
  }

  /** Sweeps now, or once more when a sweep is running. */
  poke(): void {
    if (this.isStopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.sweepSafely().finally(() => {
      this.running = undefined;
      if (!this.again) return;
      this.again = false;
      this.poke();
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async sweepSafely(): Promise<void> {
    try {
      await this.leases.reap(await this.dispatcher.refreshEpoch());
      for (const lane of lanes) await this.sweepLane(lane);
      if (!this.isHealthy) this.logger.log({ code: 'sweep_again', message: 'The sweep works again.' });
      this.isHealthy = true;
    } catch (error) {
      if (this.isHealthy)
        this.logger.error({
          code: 'sweep_failed',
          message: 'The sweep failed; it tries again each second.',
          error,
        });
      this.isHealthy = false;
    }
  }

  /** Every organizer with something due gets the same share of the room, so that nobody's million delays another's one. */
  private async sweepLane(lane: Lane): Promise<void> {
    const room = this.dispatcher.room(lane) * deliveriesPerJob;
    if (room === 0) return;
    const slow = lane === 'slow';
    const now = this.clock.now();
    const organizers = await this.nextOrganizers(lane, now);
    if (organizers.length === 0) return;
    const { terms, lengthMs } = this.dispatcher.newLeases();
    const each = Math.ceil(room / organizers.length);
    const claimed = await this.repository.claim({ slow, now, organizers, each, terms, lengthMs });
    if (claimed.length > 0) await this.dispatcher.dispatch(claimed.map((id) => ({ id, slow })));
  }

  private async nextOrganizers(lane: Lane, now: Date): Promise<readonly number[]> {
    const find = (after: number): Promise<readonly number[]> =>
      this.repository.organizersWithDue(lane === 'slow', now, after, organizersAtOnce);
    let organizers = await find(this.turn[lane]);
    if (organizers.length === 0 && this.turn[lane] > 0) organizers = await find(0);
    this.turn[lane] = organizers.length === organizersAtOnce ? organizers.at(-1)! : 0;
    return organizers;
  }
}
