import { ActionTypeRegistry, sampleBodyOf } from '@app/action-types';
import type { EntityManager } from '@app/database';
import type { NotificationArchive, NotificationKey, NotificationSummary } from '@contracts/events';
import { Injectable } from '@nestjs/common';
import { NotificationsRepository } from './notifications.repository.js';

/** Recorded notifications, for delivery and the log. */
@Injectable()
export class NotificationArchiveService implements NotificationArchive {
  constructor(
    private readonly registry: ActionTypeRegistry,
    private readonly notifications: NotificationsRepository,
  ) {}

  async load(
    keys: readonly NotificationKey[],
    manager?: EntityManager,
  ): Promise<ReadonlyMap<number, NotificationSummary>> {
    // Many deliveries are of one notification.
    const distinct = new Map(keys.map((key) => [key.id, key]));
    const found = await this.notifications.load([...distinct.values()], manager);
    return new Map(found.map((summary) => [summary.id, summary]));
  }

  async ofReference(
    organizerId: number,
    reference: string,
    limit: number,
  ): Promise<readonly NotificationKey[]> {
    return this.notifications.ofReference(organizerId, reference, limit);
  }

  /** @throws RangeError for a type that is not registered; whoever asks has checked it */
  sampleBody(
    actionType: string,
    organizer: string,
    event: string,
  ): { readonly action: string; readonly body: string } {
    const registered = this.registry.get(actionType);
    if (!registered) throw new RangeError(`"${actionType}" is no registered action type.`);
    const { type } = registered;
    return { action: type.sampleAction, body: sampleBodyOf(type, { organizer, event }) };
  }
}
