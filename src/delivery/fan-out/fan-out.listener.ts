import { Inject, Injectable } from '@nestjs/common';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { NotificationsRecorded } from '@contracts/events';
import { Dispatcher } from '../dispatch/dispatcher.service.js';
import { FanOutRepository } from './fan-out.repository.js';

/** A notification is never committed without what it is owed to. */
@Injectable()
export class FanOutListener {
  constructor(
    private readonly repository: FanOutRepository,
    private readonly dispatcher: Dispatcher,
    private readonly transactions: TransactionRunner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @InTransaction(NotificationsRecorded)
  async fanOut(event: NotificationsRecorded, manager: EntityManager): Promise<void> {
    const { deliveries, leases } = await this.repository.insert(
      event.notifications,
      this.clock.now(),
      this.dispatcher.newLeases(),
      manager,
    );
    for (const [id, count] of deliveries) event.deliveries.set(id, count);
    if (leases.length === 0) return;
    this.transactions.afterCommit(manager, async () => void (await this.dispatcher.dispatch(leases)));
  }
}
