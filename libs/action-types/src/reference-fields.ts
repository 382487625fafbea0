import type { ActionType, FieldType, ReferenceField } from './action-type.js';

/** One text a field in an array, as every validation error has it. */
export type FieldErrors = Record<string, readonly string[]>;

const longestText = 190;

/** Strict, without coercion: a mistyped fact is refused where it is said, not sent to every receiver. */
const faultOf: Record<FieldType, (value: unknown) => string | undefined> = {
  string: (value) => {
    if (typeof value !== 'string') return 'Not a valid string.';
    if (value === '') return 'This field may not be blank.';
    if (value.includes('\0')) return 'Null characters are not allowed.';
    // It would be stored as one text and sent as another.
    if (/\p{Surrogate}/u.test(value)) return 'Not a valid string.';
    if (value.length > longestText) return `Ensure this field has no more than ${longestText} characters.`;
    return undefined;
  },
  integer: (value) => (Number.isSafeInteger(value) ? undefined : 'A valid integer is required.'),
  boolean: (value) => (typeof value === 'boolean' ? undefined : 'Must be a valid boolean.'),
};

function faultOfField({ type, nullable }: ReferenceField, value: unknown): string | undefined {
  if (value === undefined) return nullable ? undefined : 'This field is required.';
  if (value === null) return nullable ? undefined : 'This field may not be null.';
  return faultOf[type](value);
}

/** What every notification may say beside its reference fields. */
export const saidOfAll = ['action', 'organizer', 'event', 'data', 'idempotency_key'];

/** Checks the reference fields of a notification, and that it says nothing else; a function made once for each type. */
export type ReferenceCheck = (notification: Readonly<Record<string, unknown>>) => FieldErrors;

export function compileReferenceCheck({ fields }: ActionType): ReferenceCheck {
  const names = new Set([...saidOfAll, ...fields.map(({ name }) => name)]);
  return (notification) => {
    const errors: [string, readonly string[]][] = [];
    for (const field of fields) {
      const fault = faultOfField(field, ownValue(notification, field.name));
      if (fault) errors.push([field.name, [fault]]);
    }
    for (const name of Object.keys(notification)) {
      if (!names.has(name)) errors.push([name, ['Unknown field.']]);
    }
    return errors.length === 0 ? {} : Object.fromEntries(errors);
  };
}

/** The values of the reference fields alone, as they are now; those that are absent are null. */
export function referencesOf(
  { fields }: ActionType,
  notification: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const references: Record<string, unknown> = {};
  for (const { name } of fields) references[name] = ownValue(notification, name) ?? null;
  return references;
}

const ownValue = (values: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;

export interface BodyValues {
  readonly notificationId: number;
  readonly organizer: string;
  readonly event: string | null;
  readonly action: string;
  /** Checked before; absent ones are sent as null. */
  readonly references: Readonly<Record<string, unknown>>;
}

/** Writes the body: exactly the type's keys in their order, so the bytes are the same whenever they are written. */
export type BodyWriter = (values: BodyValues) => string;

export function compileBodyWriter({ body }: ActionType): BodyWriter {
  const readers = body.map((key) => [key, readerOf(key)] as const);
  return (values) => {
    const members: Record<string, unknown> = {};
    for (const [key, read] of readers) members[key] = read(values);
    return JSON.stringify(members);
  };
}

function readerOf(key: string): (values: BodyValues) => unknown {
  switch (key) {
    case 'notification_id':
      return ({ notificationId }) => notificationId;
    case 'organizer':
      return ({ organizer }) => organizer;
    case 'event':
      return ({ event }) => event;
    case 'action':
      return ({ action }) => action;
    default:
      return ({ references }) => references[key] ?? null;
  }
}
