import type { OrganizerScope } from '@app/access';
import { ActionTypeRegistry } from '@app/action-types';
import { type FieldErrors, typeNameOf, ValidationFailed } from '@app/rest';
import { type NewNotification, NotificationRecorder } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import { prepare } from '../recording/prepared-notification.js';
import { toBatchEntryDto, toRecordedDto } from './notification.mapper.js';
import type { BatchEntryDto, RecordedNotificationDto } from './notification.dto.js';
import { batchLimit } from './record-notification.dto.js';

export type Said = Readonly<Record<string, unknown>>;

/** Records what came over REST, where the organizer stands in the path. */
@Injectable()
export class SaidNotifications {
  constructor(
    private readonly registry: ActionTypeRegistry,
    @Inject(NotificationRecorder) private readonly recorder: NotificationRecorder,
  ) {}

  /** @throws ValidationFailed, or Conflict when the key stands for another notification */
  async record(
    given: Said,
    organizer: OrganizerScope,
  ): Promise<{ readonly answer: RecordedNotificationDto; readonly isDuplicate: boolean }> {
    if (namesOrganizer(given)) throw new ValidationFailed(this.faultsOf(given, organizer));
    const recorded = await this.recorder.record(addressed(given, organizer));
    const type = this.registry.get(recorded.actionType)!;
    return { answer: toRecordedDto(recorded, type, given), isDuplicate: recorded.duplicate };
  }

  /** All or nothing. @throws ValidationFailed whose `notifications` has the faults by index */
  async recordAll(items: readonly unknown[], organizer: OrganizerScope): Promise<readonly BatchEntryDto[]> {
    checkSize(items);
    if (items.some(namesOrganizer)) {
      const faults = items.map((item) => this.faultsOf(item, organizer));
      const wrong = Object.entries(faults).filter(([, fault]) => Object.keys(fault).length > 0);
      throw new ValidationFailed({ notifications: Object.fromEntries(wrong) });
    }
    const recorded = await this.recorder.recordAll(items.map((item) => addressed(item, organizer)));
    return recorded.map((one, index) =>
      toBatchEntryDto(one, this.registry.get(one.actionType)!, items[index] as Said),
    );
  }

  /** Together with all others, so that the client reads them at once. */
  private faultsOf(item: unknown, organizer: OrganizerScope): FieldErrors {
    const fault: FieldErrors = namesOrganizer(item) ? { organizer: ['Unknown field.'] } : {};
    try {
      prepare(addressed(item, organizer), this.registry);
      return fault;
    } catch (error) {
      if (error instanceof ValidationFailed) return { ...error.fields, ...fault };
      throw error;
    }
  }
}

const isObject = (item: unknown): item is Said => typeNameOf(item) === 'dict';

const namesOrganizer = (item: unknown): boolean => isObject(item) && Object.hasOwn(item, 'organizer');

/** What is no object stays what it is: the recorder says so. */
const addressed = (item: unknown, { slug }: OrganizerScope): NewNotification =>
  (isObject(item) ? { ...item, organizer: slug } : item) as NewNotification;

function checkSize({ length }: readonly unknown[]): void {
  if (length === 0) throw new ValidationFailed({ notifications: ['This list may not be empty.'] });
  if (length > batchLimit) {
    const text = `Ensure this field has no more than ${batchLimit} elements.`;
    throw new ValidationFailed({ notifications: [text] });
  }
}
