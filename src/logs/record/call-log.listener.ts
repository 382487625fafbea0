import type { EntityManager } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { CallsSettled, DeliveriesDropped } from '@contracts/delivery';
import { Injectable } from '@nestjs/common';
import { CallHoursRepository } from '../statistics/call-hours.repository.js';
import { CallLogRepository } from './call-log.repository.js';
import { EndedRepository } from './ended.repository.js';

/** Writes the history in the transaction that writes the states: one is never there without the other. */
@Injectable()
export class CallLogListener {
  constructor(
    private readonly calls: CallLogRepository,
    private readonly hours: CallHoursRepository,
    private readonly ended: EndedRepository,
  ) {}

  @InTransaction(CallsSettled, { handsManagerOn: true })
  async logCalls(event: CallsSettled, manager: EntityManager): Promise<void> {
    if (event.calls.length === 0) return;
    event.ids.push(...(await this.calls.insert(event.calls, manager)));
    // Last: its rows are shared with other groups, which wait for them until this transaction ends.
    await this.hours.add(event.calls, manager);
  }

  @InTransaction(DeliveriesDropped)
  async logDropped(event: DeliveriesDropped, manager: EntityManager): Promise<void> {
    if (event.deliveries.length > 0) await this.ended.insert(event, manager);
  }
}
