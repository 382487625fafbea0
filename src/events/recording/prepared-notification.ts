import { createHash } from 'node:crypto';
import { type ActionTypeRegistry, referencesOf, type RegisteredActionType } from '@app/action-types';
import { type FieldErrors, typeNameOf, ValidationFailed } from '@app/rest';
import type { NewNotification } from '@contracts/events';
import {
  faultOfAction,
  faultOfData,
  faultOfEvent,
  faultOfKey,
  faultOfOrganizer,
  isActionName,
  jsonOf,
} from './notification-faults.js';

/** A notification that is right in itself; whether its organizer and event exist, the database says. */
export interface PreparedNotification {
  readonly registered: RegisteredActionType;
  readonly action: string;
  readonly organizer: string;
  readonly event: string | null;
  readonly references: Readonly<Record<string, unknown>>;
  /** The value of the type's first reference field, as text. */
  readonly reference: string | null;
  /** JSON. */
  readonly data: string | null;
  /** With a hash of everything said, to tell a repetition from another notification under the same key. */
  readonly recordingKey: { readonly key: string; readonly contentHash: Buffer } | null;
}

/** @throws ValidationFailed that names every wrong field at once. */
export function prepare(notification: NewNotification, registry: ActionTypeRegistry): PreparedNotification {
  if (typeNameOf(notification) !== 'dict') {
    throw new ValidationFailed({
      non_field_errors: [`Invalid data. Expected a dictionary, but got ${typeNameOf(notification)}.`],
    });
  }
  const { action, organizer, event = null, data, idempotency_key: key = null } = notification;
  const registered = isActionName(action) ? registry.typeOf(action) : undefined;
  if (!registered) return fail(faultOfAction(action), faultOfOrganizer(organizer), faultOfKey(key));
  const json = jsonOf(data);
  const faults = [
    registered.check(notification),
    faultOfEvent(registered, notification.event),
    faultOfData(data, json),
    faultOfOrganizer(organizer),
    faultOfKey(key),
  ];
  if (faults.some(hasAny)) return fail(...faults);
  const references = referencesOf(registered.type, notification);
  const reference = referenceOf(registered, references);
  const said = { registered, action, organizer, event, references };
  const recordingKey = key === null ? null : { key, contentHash: hashOf(said, data) };
  // Written out: this is made for every notification, and to spread what it is made of takes longer than all the checks.
  return { registered, action, organizer, event, references, reference, data: json, recordingKey };
}

const hasAny = (errors: FieldErrors): boolean => Object.keys(errors).length > 0;

function fail(...faults: readonly FieldErrors[]): never {
  throw new ValidationFailed(faults.reduce((all, errors) => ({ ...all, ...errors }), {}));
}

function referenceOf(
  { type }: RegisteredActionType,
  references: Readonly<Record<string, unknown>>,
): string | null {
  const [first] = type.fields;
  const value = first ? references[first.name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** An absent nullable field and a null one say the same; the order of fields says nothing. */
function hashOf(
  said: Omit<PreparedNotification, 'reference' | 'data' | 'recordingKey'>,
  data: unknown,
): Buffer {
  const { registered, action, organizer, event, references } = said;
  const values = registered.type.fields.map(({ name }) => references[name] ?? null);
  return createHash('sha256')
    .update(JSON.stringify([action, organizer, event, values, data ?? null], withSortedKeys))
    .digest();
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeNameOf(value) !== 'dict') return value;
  return Object.fromEntries(Object.entries(value as object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
