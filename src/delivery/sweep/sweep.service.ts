import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@app/database';
import { AfterCommit } from '@app/event-bus';
import { type Lane, lanes } from '@app/job-queue';
import { deliveriesPerJob, queuedAtMost } from '../dispatch/batch-size.js';
import { Dispatcher } from '../dispatch/dispatcher.service.js';
import { HeldLeases } from '../lease/held-leases.js';
import { LeaseRepository } from '../lease/lease.repository.js';
import { RepeatingWork } from '@app/repeating-work';
import { DeliveriesLeft } from './deliveries-left.event.js';
import { DeliveriesWaiting } from './deliveries-waiting.event.js';
import { LaneView } from './lane-view.js';
import { type Due, type Head, SweepRepository } from './sweep.repository.js';

const sweepEveryMs = 1_000;
/**
 * So often a lane is swept where something was due: what comes due all the time, such as retries to a target that is down,
 * comes a little at a time. All of a second at once kept everybody else waiting for 50 to 100 ms.
 */
const sweepBusyEveryMs = 200;
/** So often it is looked whether a queue that was full runs low. */
const lookEveryMs = 100;
/** Of one lane, before the other one has its turn. */
const claimsInARow = 4;
/**
 * The sweep fills a queue no further than to what is called within about a second: whoever records something now stands
 * behind no more than that of somebody's million.
 */
const sweptJobs = 80;
/** What the sweep adds all the same to a fuller queue, so that what waits is not passed over for ever. */
const leastJobs = 10;
/** So much room is waited for. */
const lowJobs = sweptJobs / 2;
/** Organizers visited in one sweep of a lane when more is due than the queue takes: 4 µs each. */
const organizersAtOnce = 2_500;

/**
 * Retry and recovery in one: each second, in a busy lane more often, and at once when there is need, what is due and
 * nobody's is leased and queued. That covers due retries, crashes between commit and dispatch, a lost queue, and dead processes.
 */
@Injectable()
export class Sweep implements OnApplicationBootstrap {
  private readonly work = new RepeatingWork(new Logger(Sweep.name), {
    name: 'The sweep',
    everyMs: lookEveryMs,
    run: () => this.look(),
  });
  private readonly views: Readonly<Record<Lane, LaneView>> = { fresh: new LaneView(), slow: new LaneView() };
  /** Whether more was due than the queue took. */
  private readonly hasBacklog: Record<Lane, boolean> = { fresh: false, slow: false };
  /** Whether anything was due. */
  private readonly isBusy: Record<Lane, boolean> = { fresh: false, slow: false };
  /** After which organizer the next turn begins. */
  private readonly turns: Record<Lane, number> = { fresh: 0, slow: 0 };
  private nextSweepAt = 0;
  private nextBusySweepAt = 0;

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
    for (const lane of lanes) this.views[lane].widen();
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
      await this.lookBetween();
      return;
    }
    this.nextSweepAt = performance.now() + sweepEveryMs;
    this.nextBusySweepAt = performance.now() + sweepBusyEveryMs;
    const freed = await this.leases.reap(await this.dispatcher.refreshEpoch(), this.held.observer);
    const areUnqueued = await this.dispatcher.releaseUnqueued(() => this.held.observer);
    for (const lane of lanes) {
      if (freed > 0 || areUnqueued) this.views[lane].widen();
      else this.views[lane].widenIfCheap();
      await this.sweepLane(lane);
    }
  }

  /** Of a lane that has more than its queue takes, what the queue has room for by now; of one that is busy, what is due. */
  private async lookBetween(): Promise<void> {
    const behind = lanes.filter((lane) => this.hasBacklog[lane]);
    const busy = lanes.filter((lane) => this.isBusy[lane] && !this.hasBacklog[lane]);
    if (behind.length > 0) {
      // What is queued lasts about a second: as long as it takes until the queue's length is read otherwise.
      await this.dispatcher.refreshEpoch();
      const low = behind.filter((lane) => roomForSweep(this.dispatcher.room(lane)) >= lowJobs);
      for (const lane of low) await this.sweepLane(lane);
    }
    if (busy.length === 0 || performance.now() < this.nextBusySweepAt) return;
    this.nextBusySweepAt = performance.now() + sweepBusyEveryMs;
    for (const lane of busy) await this.sweepLane(lane);
  }

  private async sweepLane(lane: Lane): Promise<void> {
    let organizers: readonly number[] | undefined;
    for (let claims = 0; claims < claimsInARow; claims += 1) {
      const room = roomForSweep(this.dispatcher.room(lane)) * deliveriesPerJob;
      this.hasBacklog[lane] = true;
      if (room === 0) return;
      const { head, due } = await this.lookAtHead(lane, room);
      const isAll = head.count < room;
      this.hasBacklog[lane] = !isAll;
      this.isBusy[lane] = head.count > 0;
      if (head.count === 0) return;
      if (!isAll) organizers ??= await this.nextOrganizers(lane, due, head.organizers);
      const isTaken = await this.claim(lane, due, room, isAll ? undefined : organizers);
      if (isAll || !isTaken) return;
    }
  }

  /** The first of what is due, and the bounds of what is. */
  private async lookAtHead(lane: Lane, room: number): Promise<{ readonly head: Head; readonly due: Due }> {
    const view = this.views[lane];
    const due = { slow: lane === 'slow', now: this.clock.now() };
    const began = performance.now();
    const head = await this.repository.head({ ...due, since: view.begin() }, room);
    const since = view.end(head.oldest ?? due.now, performance.now() - began);
    return { head, due: { ...due, since } };
  }

  /** @returns whether the queue took all that was claimed, if anything was */
  private async claim(
    lane: Lane,
    due: Due,
    room: number,
    organizers: readonly number[] | undefined,
  ): Promise<boolean> {
    const { terms, lengthMs } = this.dispatcher.newLeases();
    // Every organizer gets the same share of the room, so that nobody's million delays another's one.
    const share = organizers ? { organizers, limit: Math.ceil(room / organizers.length) } : { limit: room };
    const claimed = await this.repository.claim({ due, ...share, terms, lengthMs });
    if (claimed.length === 0) return false;
    return this.dispatcher.dispatch(claimed.map((id) => ({ id, slow: due.slow })));
  }

  /** Those whose turn it is, with those of the head: what is due is found even where many organizers only wait. */
  private async nextOrganizers(lane: Lane, due: Due, first: readonly number[]): Promise<readonly number[]> {
    const { organizers, last } = await this.repository.turn(due, this.turns[lane], organizersAtOnce);
    this.turns[lane] = last ?? 0;
    return [...new Set([...first, ...organizers])];
  }
}

/** @param free jobs that the lane's queue takes in all */
function roomForSweep(free: number): number {
  const notForSweep = Math.floor(queuedAtMost / deliveriesPerJob) - sweptJobs;
  return Math.min(free, Math.max(leastJobs, free - notForSweep));
}
