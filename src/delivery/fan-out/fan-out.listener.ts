import { Inject, Injectable } from '@nestjs/common';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { EventBus, InTransaction } from '@app/event-bus';
import { NotificationsRecorded } from '@contracts/events';
import { Dispatcher } from '../dispatch/dispatcher.service.js';
import { DeliveriesLeft } from '../sweep/deliveries-left.event.js';
import { FanOutRepository } from './fan-out.repository.js';

/** A notification is never committed without what it is owed to. */
@Injectable()
export class FanOutListener {
  constructor(
    private readonly repository: FanOutRepository,
    private readonly dispatcher: Dispatcher,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @InTransaction(NotificationsRecorded, { handsManagerOn: true })
  async fanOut(event: NotificationsRecorded, manager: EntityManager): Promise<void> {
    const { deliveries, leases, areLeft } = await this.repository.insert(
      event.notifications,
      this.clock.now(),
      this.dispatcher.newLeases(),
      manager,
    );
    for (const [id, count] of deliveries) event.deliveries.set(id, count);
    if (leases.length > 0) {
      this.transactions.afterCommit(manager, async () => void (await this.dispatcher.dispatch(leases)));
    }
    if (areLeft) await this.bus.publish(new DeliveriesLeft(), manager);
  }
}
