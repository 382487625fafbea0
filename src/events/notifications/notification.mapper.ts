import type { RegisteredActionType } from '@app/action-types';
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
  return {
    ...recordedFields(recorded, type, given),
    ...(recorded.duplicate ? { duplicate: true } : {}),
  };
}

function recordedFields(
  recorded: RecordedNotification,
  { type }: RegisteredActionType,
  given: Readonly<Record<string, unknown>>,
) {
  const references = Object.fromEntries(type.fields.map(({ name }) => [name, given[name] ?? null]));
  return { ...shown({ ...recorded, references }), deliveries: recorded.deliveries };
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
