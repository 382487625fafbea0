import { ActionTypeRegistry } from '@app/action-types';
import { type EntityManager, TransactionRunner } from '@app/database';
import { ApiError, type FieldErrors, ValidationFailed } from '@app/rest';
import type { NewNotification, NotificationRecorder, RecordedNotification } from '@contracts/events';
import { OrganizerDirectory } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { GroupCommit } from './group-commit.service.js';
import { GroupRecording } from './group-recording.service.js';
import { textOfUnknown } from './notification-faults.js';
import { prepare, type PreparedNotification } from './prepared-notification.js';
import {
  type AddressedNotification,
  failureOf,
  type RecordingOutcome,
  type RecordingRequest,
  repeatedKeys,
} from './recording-request.js';

interface RecordingOptions {
  readonly manager?: EntityManager;
}

/** The one recorder behind REST, emitters and code with a transaction of its own. */
@Injectable()
export class NotificationRecorderService implements NotificationRecorder {
  constructor(
    private readonly registry: ActionTypeRegistry,
    private readonly transactions: TransactionRunner,
    private readonly groups: GroupCommit,
    private readonly group: GroupRecording,
    @Inject(OrganizerDirectory) private readonly organizers: OrganizerDirectory,
  ) {}

  async record(
    notification: NewNotification,
    { manager }: RecordingOptions = {},
  ): Promise<RecordedNotification> {
    const prepared = prepare(notification, this.registry);
    const [recorded] = await this.within(manager, async () => this.recordPrepared([prepared], false));
    return recorded!;
  }

  async recordAll(
    notifications: readonly NewNotification[],
    { manager }: RecordingOptions = {},
  ): Promise<readonly RecordedNotification[]> {
    const prepared = this.prepareAll(notifications);
    return this.within(manager, async () => this.recordPrepared(prepared, true));
  }

  private async within<Result>(
    manager: EntityManager | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return manager ? this.transactions.join(manager, work) : work();
  }

  /** @throws ValidationFailed with the faults of all, by index */
  private prepareAll(notifications: readonly NewNotification[]): readonly PreparedNotification[] {
    const faults = new Map<number, FieldErrors>();
    const prepared = notifications.map((notification, index) => {
      try {
        return prepare(notification, this.registry);
      } catch (error) {
        if (!(error instanceof ValidationFailed)) throw error;
        faults.set(index, error.fields);
        return undefined;
      }
    });
    for (const [index, fault] of repeatedKeys(prepared)) faults.set(index, fault);
    if (faults.size > 0) throw failureOf(true, faults);
    return prepared as readonly PreparedNotification[];
  }

  private async recordPrepared(
    prepared: readonly PreparedNotification[],
    isBatch: boolean,
  ): Promise<readonly RecordedNotification[]> {
    if (prepared.length === 0) return [];
    const notifications = await this.address(prepared, isBatch);
    const outcome = await this.outcomeOf({ notifications, isBatch });
    if (outcome instanceof ApiError) throw outcome;
    return outcome;
  }

  /** In the transaction that is open here, if there is one; else together with whatever else is to be recorded now. */
  private async outcomeOf(request: RecordingRequest): Promise<RecordingOutcome> {
    if (!this.transactions.isInTransaction) return this.groups.record(request);
    const [outcome] = await this.group.record([request], this.transactions.manager);
    return outcome!;
  }

  /** @throws ValidationFailed where there is no such organizer */
  private async address(
    prepared: readonly PreparedNotification[],
    isBatch: boolean,
  ): Promise<readonly AddressedNotification[]> {
    const slugs = new Set(prepared.map(({ organizer }) => organizer));
    const found = await this.organizers.findBySlug([...slugs]);
    const faults = new Map<number, FieldErrors>();
    const addressed = prepared.map((notification, index) => {
      const { organizer } = notification;
      const organizerId = found.get(organizer)?.id;
      if (organizerId === undefined) faults.set(index, { organizer: [textOfUnknown(organizer)] });
      return { prepared: notification, organizerId: organizerId ?? 0 };
    });
    if (faults.size > 0) throw failureOf(isBatch, faults);
    return addressed;
  }
}
