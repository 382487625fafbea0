import type { RegisteredActionType } from '@app/action-types';
import type { FieldsOf } from '@app/rest';
import type { DeliveryOfNotification, RecordedNotification } from '@contracts/events';
import type {
  BatchEntryDto,
  NotificationDetailDto,
  NotificationDto,
  RecordedNotificationDto,
} from './notification.dto.js';
import type { StoredNotification } from './notifications.repository.js';

interface Shown {
  readonly id: number;
  readonly organizer: string;
  readonly event: string | null;
  readonly action: string;
  readonly references: Readonly<Record<string, unknown>>;
  readonly recorded: Date;
}

/** Event and reference fields only where the body has them. */
function shown({ id, organizer, event, action, references, recorded }: Shown) {
  return {
    notification_id: id,
    organizer,
    ...(event === null ? {} : { event }),
    action,
    ...references,
    recorded: recorded.toISOString(),
  };
}

/** @param given where the reference fields stand; absent ones are null, as receivers get them */
export function toRecordedDto(
  recorded: RecordedNotification,
  type: RegisteredActionType,
  given: Readonly<Record<string, unknown>>,
): RecordedNotificationDto {
  return recordedFields(recorded, type, given);
}

export function toBatchEntryDto(
  recorded: RecordedNotification,
  type: RegisteredActionType,
  given: Readonly<Record<string, unknown>>,
): BatchEntryDto {
  const fields = recordedFields(recorded, type, given);
  return recorded.duplicate ? { ...fields, duplicate: true } : fields;
}

function recordedFields(
  recorded: RecordedNotification,
  { type }: RegisteredActionType,
  given: Readonly<Record<string, unknown>>,
) {
  const { id, organizer, event, action, deliveries } = recorded;
  // In the order of the members, and one object: this is made for every notification.
  const answer: Record<string, unknown> = { notification_id: id, organizer };
  if (event !== null) answer['event'] = event;
  answer['action'] = action;
  for (const { name } of type.fields) answer[name] = given[name] ?? null;
  answer['recorded'] = recorded.recorded.toISOString();
  answer['deliveries'] = deliveries;
  return answer as FieldsOf<RecordedNotificationDto>;
}

const ownKeys = new Set(['notification_id', 'organizer', 'event', 'action']);

/** From the stored body, so that it is right even when the type is no longer registered. */
export function toListedDto(stored: StoredNotification, organizer: string): NotificationDto {
  return listed(stored, organizer);
}

function listed(stored: StoredNotification, organizer: string) {
  const body = JSON.parse(stored.body) as Record<string, unknown>;
  const references = Object.fromEntries(Object.entries(body).filter(([key]) => !ownKeys.has(key)));
  return shown({ ...stored, organizer, references });
}

export function toDetailDto(
  stored: StoredNotification,
  organizer: string,
  deliveries: readonly DeliveryOfNotification[],
): NotificationDetailDto {
  return { ...listed(stored, organizer), data: stored.data, deliveries };
}
