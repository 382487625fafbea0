import { Injectable, Optional } from '@nestjs/common';
import { type EntityManager, TransactionRunner } from '@app/database';
import { EventBus, InTransaction } from '@app/event-bus';
import { NotificationsRecorded } from '@contracts/events';
import { CallsAtOnce } from '../at-once/calls-at-once.service.js';
import { Dispatcher } from '../dispatch/dispatcher.service.js';
import { DeliveriesLeft } from '../sweep/deliveries-left.event.js';
import { FanOutRepository, type RoomAtOnce } from './fan-out.repository.js';

const noRoom: RoomAtOnce = { owner: null, jobs: 0 };

/** A notification is never committed without what it is owed to. */
@Injectable()
export class FanOutListener {
  constructor(
    private readonly repository: FanOutRepository,
    private readonly dispatcher: Dispatcher,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
    @Optional() private readonly callsAtOnce?: CallsAtOnce,
  ) {}

  @InTransaction(NotificationsRecorded, { handsManagerOn: true })
  async fanOut(event: NotificationsRecorded, manager: EntityManager): Promise<void> {
    // A caller's transaction may change webhooks, too, or go on for long: then they cannot be loaded now.
    const mayCall = this.transactions.isInTransaction ? undefined : this.callsAtOnce;
    const asOf = performance.now();
    const { deliveries, leases, atOnce, areLeft } = await this.repository.insert(
      event.notifications,
      this.dispatcher.newLeases(),
      mayCall?.room ?? noRoom,
      manager,
    );
    for (const [id, count] of deliveries) event.deliveries.set(id, count);
    const begin = atOnce.length > 0 ? mayCall?.prepare(atOnce, event.notifications, asOf) : undefined;
    if (leases.length > 0 || begin) {
      this.transactions.afterCommit(manager, async () => {
        await Promise.all([this.dispatcher.dispatch(leases), begin?.()]);
      });
    }
    if (areLeft) await this.bus.publish(new DeliveriesLeft(), manager);
  }
}
