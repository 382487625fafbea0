import { Inject, Injectable } from '@nestjs/common';
import { Clock, TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { DeliveryHistory } from '@contracts/delivery';
import { DeliveriesWaiting } from '../sweep/deliveries-waiting.event.js';
import type { OwedAtRecording } from './fan-outs.repository.js';
import { OwedStatesRepository } from './owed-states.repository.js';

/** Makes deliveries that are in no state at all owed again. */
@Injectable()
export class LostDeliveries {
  constructor(
    private readonly repository: OwedStatesRepository,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    @Inject(DeliveryHistory) private readonly history: DeliveryHistory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Each goes on after its last call that was logged. @returns which had not ended after all, at whatever time */
  async putBack(missing: readonly OwedAtRecording[]): Promise<readonly number[]> {
    if (missing.length === 0) return [];
    return this.transactions.runApart(async (manager) => {
      const ids = missing.map(({ id }) => id);
      const ends = await this.history.endsOf(ids, null, manager);
      const lost = missing.filter(({ id }) => !ends.has(id));
      const lastCalls = await this.history.lastCallsOf(ids, manager);
      await this.repository.putBack(lost, lastCalls, this.clock.now(), manager);
      await this.bus.publish(new DeliveriesWaiting(), manager);
      return lost.map(({ id }) => id);
    });
  }
}
