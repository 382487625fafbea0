import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@app/database';
import { AfterCommit } from '@app/event-bus';
import { type Lane, lanes } from '@app/job-queue';
import { deliveriesPerJob } from '../dispatch/batch-size.js';
import { Dispatcher } from '../dispatch/dispatcher.service.js';
import { HeldLeases } from '../lease/held-leases.js';
import { LeaseRepository } from '../lease/lease.repository.js';
import { RepeatingWork } from '../process/repeating-work.js';
import { DeliveriesLeft } from './deliveries-left.event.js';
import { DeliveriesWaiting } from './deliveries-waiting.event.js';
import { SweepRepository } from './sweep.repository.js';

const sweepEveryMs = 1_000;
/** So often it is looked whether a queue that was full runs low. */
const lookEveryMs = 100;
const organizersAtOnce = 200;
const jobsAtOnce = 100;
/** Of one lane, before the other one has its turn. */
const claimsInARow = 4;

/**
 * Retry and recovery in one: each second, and at once when there is need, what is due and nobody's is leased and queued.
 * That covers due retries, crashes between commit and dispatch, a lost queue, and dead processes.
 */
@Injectable()
export class Sweep implements OnApplicationBootstrap {
  private readonly work = new RepeatingWork(new Logger(Sweep.name), {
    name: 'The sweep',
    everyMs: lookEveryMs,
    run: () => this.look(),
  });
  /** Where the next turn of the organizers begins. */
  private readonly turn: Record<Lane, number> = { fresh: 0, slow: 0 };
  /** Whether more was due than the queue took. */
  private readonly hasBacklog: Record<Lane, boolean> = { fresh: false, slow: false };
  private nextSweepAt = 0;

  constructor(
    private readonly repository: SweepRepository,
    private readonly leases: LeaseRepository,
    private readonly dispatcher: Dispatcher,
    private readonly held: HeldLeases,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.work.start();
    this.work.poke();
  }

  @AfterCommit(DeliveriesWaiting)
  sweepNow(): void {
    this.nextSweepAt = 0;
    this.work.poke();
  }

  /** The queue was full: what was left is queued once it runs low. */
  @AfterCommit(DeliveriesLeft)
  noteBacklog(): void {
    for (const lane of lanes) this.hasBacklog[lane] = true;
  }

  async stop(): Promise<void> {
    await this.work.stop();
  }

  private async look(): Promise<void> {
    if (performance.now() < this.nextSweepAt) {
      const low = lanes.filter((lane) => this.hasBacklog[lane] && this.dispatcher.runsLow(lane));
      for (const lane of low) await this.sweepLane(lane);
      return;
    }
    this.nextSweepAt = performance.now() + sweepEveryMs;
    await this.leases.reap(await this.dispatcher.refreshEpoch(), this.held.observer);
    for (const lane of lanes) await this.sweepLane(lane);
  }

  private async sweepLane(lane: Lane): Promise<void> {
    this.hasBacklog[lane] = true;
    for (let claims = 0; claims < claimsInARow; claims += 1) {
      const room = Math.min(jobsAtOnce, this.dispatcher.room(lane));
      if (room === 0) return;
      const claimed = await this.claim(lane, room * deliveriesPerJob);
      if (claimed.length === 0) {
        this.hasBacklog[lane] = false;
        return;
      }
      if (!(await this.dispatcher.dispatch(claimed.map((id) => ({ id, slow: lane === 'slow' }))))) return;
    }
  }

  /** Every organizer with something due gets the same share of the room, so that nobody's million delays another's one. */
  private async claim(lane: Lane, room: number): Promise<readonly string[]> {
    const slow = lane === 'slow';
    const now = this.clock.now();
    const organizers = await this.nextOrganizers(lane, now);
    if (organizers.length === 0) return [];
    const { terms, lengthMs } = this.dispatcher.newLeases();
    const each = Math.ceil(room / organizers.length);
    return this.repository.claim({ slow, now, organizers, each, terms, lengthMs });
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
