import { createHash } from 'node:crypto';
import type { ActionTypeRegistry, RegisteredActionType } from '@app/action-types';
import { type FieldErrors, ValidationFailed } from '@app/rest';
import type { NewNotification } from '@contracts/events';

const dataLimit = 16 * 1024;
const keyLimit = 190;
const slugPattern = /^[A-Za-z0-9][A-Za-z0-9.-]{0,49}$/;

/** A notification that is right in itself; whether its event exists, the database says. */
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
  readonly key: string | null;
  /** Of everything said, to tell a repetition from another notification under the same key. */
  readonly contentHash: Buffer;
}

/** @throws ValidationFailed that names every wrong field at once. */
export function prepare(notification: NewNotification, registry: ActionTypeRegistry): PreparedNotification {
  const { action, organizer, event = null, data, idempotency_key: key = null, ...references } = notification;
  const registered = typeof action === 'string' ? registry.typeOf(action) : undefined;
  if (!registered) throw new ValidationFailed({ action: [faultOfAction(action)] });
  const json = jsonOf(data);
  const errors: FieldErrors = {
    ...registered.check(references),
    ...faultOfEvent(registered, notification.event),
    ...faultOfData(data, json),
    ...faultOfKey(key),
  };
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  const reference = referenceOf(registered, references);
  const contentHash = hashOf([action, organizer, event, references, json], registered);
  return { registered, action, organizer, event, references, reference, data: json, key, contentHash };
}

function referenceOf(
  { type }: RegisteredActionType,
  references: Readonly<Record<string, unknown>>,
): string | null {
  const [first] = type.fields;
  const value = first ? references[first.name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function faultOfAction(action: unknown): string {
  if (action === undefined) return 'This field is required.';
  if (action === null) return 'This field may not be null.';
  return typeof action === 'string' ? `Invalid action type "${action}".` : 'Not a valid string.';
}

function faultOfEvent({ type }: RegisteredActionType, event: unknown): FieldErrors {
  if (type.scope === 'organizer')
    return event === undefined || event === null ? {} : { event: ['Unknown field.'] };
  if (event === undefined) return { event: ['This field is required.'] };
  if (event === null) return { event: ['This field may not be null.'] };
  if (typeof event !== 'string') return { event: ['Not a valid string.'] };
  return slugPattern.test(event) ? {} : { event: [`Object with slug=${event} does not exist.`] };
}

/** Null when there is none, or it is no object. */
function jsonOf(data: unknown): string | null {
  if (data === undefined || data === null || typeof data !== 'object') return null;
  return JSON.stringify(data);
}

function faultOfData(data: unknown, json: string | null): FieldErrors {
  if (data === undefined || data === null) return {};
  if (json === null || Array.isArray(data)) return { data: ['Expected an object.'] };
  if (json.includes(String.raw`\u0000`)) return { data: ['Null characters are not allowed.'] };
  if (Buffer.byteLength(json) > dataLimit)
    return { data: [`Ensure this field has no more than ${dataLimit} bytes.`] };
  return {};
}

function faultOfKey(key: unknown): FieldErrors {
  if (key === undefined || key === null) return {};
  if (typeof key !== 'string') return { idempotency_key: ['Not a valid string.'] };
  if (key === '') return { idempotency_key: ['This field may not be blank.'] };
  if (key.includes('\0')) return { idempotency_key: ['Null characters are not allowed.'] };
  if (key.length > keyLimit)
    return { idempotency_key: [`Ensure this field has no more than ${keyLimit} characters.`] };
  return {};
}

/** An absent nullable field and a null one say the same; the order of fields says nothing. */
function hashOf(
  [action, organizer, event, references, data]: readonly [
    string,
    string,
    string | null,
    Readonly<Record<string, unknown>>,
    string | null,
  ],
  { type }: RegisteredActionType,
): Buffer {
  const values = type.fields.map(({ name }) => references[name] ?? null);
  return createHash('sha256')
    .update(JSON.stringify([action, organizer, event, values, data]))
    .digest();
}
