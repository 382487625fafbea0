import { setMaxListeners } from 'node:events';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/database';
import { type CallResult, HttpEgress } from '@app/http-egress';
import type { JobHandler, Lane, LeaseJob } from '@app/job-queue';
import { Settling } from '../settle/settling.service.js';
import { BatchIntake, type DeliveryPutOff } from './batch-intake.service.js';
import type { LoadedDelivery } from './batch.loader.js';
import { CallLimits, type LimitedCallEnd } from './call-limits.js';

/** How long the last results may take to reach the database when the process ends. */
const settledWithinMs = 3_000;

/** Takes a job: every delivery of its lease is called, handed back, or dropped. Never waits for its slowest call. */
@Injectable()
export class CallHandler implements JobHandler {
  private readonly logger = new Logger(CallHandler.name);
  private readonly ending = new AbortController();

  constructor(
    private readonly intake: BatchIntake,
    private readonly limits: CallLimits,
    private readonly settling: Settling,
    @Inject(HttpEgress) private readonly egress: HttpEgress,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    // Every call under way listens.
    setMaxListeners(0, this.ending.signal);
  }

  async handle(lane: Lane, { version, lease }: LeaseJob): Promise<void> {
    if (version !== 1) throw new Error(`This Doorbell does not know jobs of version ${String(version)}.`);
    if (this.limits.isEnding) this.intake.refuse(lease);
    else await this.limits.bringIn(() => this.takeLease(lane, lease));
  }

  /** As `handle`, where the leases are this process's own and all is loaded. Others have their turn between two of them. */
  async handleLoaded(lane: Lane, batches: ReadonlyMap<string, readonly LoadedDelivery[]>): Promise<void> {
    await this.limits.bringIn(async () => {
      for (const [lease, batch] of batches) {
        await this.callAll(lane, lease, batch);
        await setImmediate();
      }
    });
  }

  /** From now on no call begins; what waits for its turn is left to other processes. */
  stopBeginning(): void {
    this.limits.end();
  }

  /** Resolves when no call is under way; after `limitMs` those that still are are interrupted, and settled. */
  async end(limitMs: number): Promise<void> {
    this.stopBeginning();
    const timer = setTimeout(() => this.ending.abort(), limitMs);
    const givenUp = new AbortController();
    const tooLate = sleep(limitMs + settledWithinMs, true, { signal: givenUp.signal }).catch(() => false);
    const isLate = await Promise.race([this.limits.idle(), tooLate]);
    clearTimeout(timer);
    givenUp.abort();
    if (!isLate) return;
    this.logger.error({
      code: 'not_settled',
      message: 'Some calls could not be settled before the end; they will be made again.',
    });
  }

  private async takeLease(lane: Lane, lease: string): Promise<void> {
    const batch = await this.intake.begin(lease);
    if (batch) await this.callAll(lane, lease, batch);
  }

  private async callAll(lane: Lane, lease: string, batch: readonly LoadedDelivery[]): Promise<void> {
    const back: DeliveryPutOff[] = [];
    const end = (): void => this.intake.end(lease);
    for (const delivery of batch) {
      const call = this.limits.run(lane, delivery.origin, () => this.callIfOwed(delivery), end);
      if (!call) back.push(this.putOff(delivery));
      if (!this.limits.hasRoom(lane)) await this.limits.backpressure(lane);
    }
    end();
    if (back.length === 0) return;
    const handingBack = this.limits.handBack(() => this.handBack(back, end));
    // The job has not to wait for that, others do for its place; but for when they are more than can be written.
    if (this.intake.isHandingBackMuch) await handingBack;
  }

  private putOff({ row: { id }, lease, origin }: LoadedDelivery): DeliveryPutOff {
    return { id, lease, waitMs: this.limits.waitMs(origin) };
  }

  private async handBack(back: readonly DeliveryPutOff[], end: () => void): Promise<void> {
    try {
      await this.intake.handBack(back);
    } catch (error) {
      this.logger.warn({
        code: 'hand_back_failed',
        message: 'Deliveries could not be handed back; they are called once their lease has ended.',
        deliveries: back.length,
        error,
      });
    } finally {
      // What was not handed back is freed with the lease.
      back.forEach(end);
    }
  }

  private async callIfOwed(delivery: LoadedDelivery): Promise<LimitedCallEnd | undefined> {
    try {
      const owed = this.intake.isSurelyOwed(delivery) ? delivery : await this.intake.stillOwed(delivery);
      if (!owed || this.limits.isEnding) return undefined;
      const began = this.clock.now();
      const { webhook, notification, row } = owed;
      const request = { url: webhook.url, body: notification.body };
      const result = await this.egress.call(request, this.ending.signal);
      const finished = { delivery: owed, attempt: row.attempt + 1, began, ended: this.clock.now(), result };
      const settled = this.settling.settle(finished);
      const answered = result.returnCode !== 0;
      return { answered, timedOut: isTimeout(result), durationMs: result.durationMs, settled };
    } catch (error) {
      await this.intake.putOff([{ row: delivery.row, error }]);
      return undefined;
    }
  }
}

const isTimeout = ({ error }: CallResult): boolean =>
  error?.code === 'timeout' || error?.code === 'connect_timeout';
