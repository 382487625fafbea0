import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/database';
import { HttpEgress, targetOrigin } from '@app/http-egress';
import type { JobHandler, Lane, LeaseJob } from '@app/job-queue';
import { Settling } from '../settle/settling.service.js';
import { type LoadedDelivery } from './batch.loader.js';
import { BatchIntake } from './batch-intake.service.js';
import { CallLimits } from './call-limits.js';

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
  ) {}

  async handle(lane: Lane, { lease }: LeaseJob): Promise<void> {
    const batch = await this.intake.begin(lease);
    if (!batch) return;
    const back: LoadedDelivery[] = [];
    try {
      for (const delivery of batch) {
        const turn = this.limits.turnOf(targetOrigin(delivery.webhook.url));
        if (!turn) back.push(delivery);
        else void this.callInTurn(lane, delivery, turn);
        await this.limits.backpressure();
      }
      await this.intake.handBack(back);
    } finally {
      // What was not handed back is freed with the lease.
      back.forEach(() => this.intake.end(lease));
      this.intake.end(lease);
    }
  }

  /** Resolves when no call is in flight; after `limitMs` those still under way are interrupted, and settled. */
  async end(limitMs: number): Promise<void> {
    const timer = setTimeout(() => this.ending.abort(), limitMs);
    await this.limits.idle();
    clearTimeout(timer);
  }

  private async callInTurn(lane: Lane, delivery: LoadedDelivery, turn: Promise<void>): Promise<void> {
    const origin = targetOrigin(delivery.webhook.url);
    this.limits.hold();
    await turn;
    await this.limits.slots.acquire(lane);
    let answered: boolean | undefined;
    try {
      const fresh = await this.intake.stillOwed(delivery);
      if (fresh) answered = await this.call(fresh);
    } catch (error) {
      this.logger.error({
        code: 'call_failed',
        message: 'A delivery could not be called.',
        delivery: delivery.row.id,
        error,
      });
    }
    this.limits.slots.release(lane);
    this.limits.endTurn(origin, answered);
    this.limits.letGo();
    this.intake.end(delivery.lease);
  }

  private async call(delivery: LoadedDelivery): Promise<boolean> {
    const began = this.clock.now();
    const { webhook, notification, row } = delivery;
    const result = await this.egress.call({ url: webhook.url, body: notification.body }, this.ending.signal);
    await this.settling.settle({
      delivery,
      attempt: row.attempt + 1,
      began,
      ended: this.clock.now(),
      result,
    });
    return result.returnCode !== 0;
  }
}
