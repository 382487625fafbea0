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

/** Checks what stands beside `action`; a function made once for each type. */
export type ReferenceCheck = (values: Readonly<Record<string, unknown>>) => FieldErrors;

export function compileReferenceCheck({ fields }: ActionType): ReferenceCheck {
  const names = new Set(fields.map(({ name }) => name));
  return (values) => {
    const errors: [string, readonly string[]][] = [];
    for (const field of fields) {
      const fault = faultOfField(field, Object.hasOwn(values, field.name) ? values[field.name] : undefined);
      if (fault) errors.push([field.name, [fault]]);
    }
    for (const name of Object.keys(values)) {
      if (!names.has(name)) errors.push([name, ['Unknown field.']]);
    }
    return Object.fromEntries(errors);
  };
}

export interface BodyValues {
  readonly notificationId: number;
  readonly organizer: string;
  readonly event: string | null;
  readonly action: string;
  /** Checked before; absent nullable ones are sent as null. */
  readonly references: Readonly<Record<string, unknown>>;
}

/** Writes the body: exactly the type's keys in their order, so the bytes are the same whenever they are written. */
export type BodyWriter = (values: BodyValues) => string;

export function compileBodyWriter({ body }: ActionType): BodyWriter {
  const readers = body.map((key, index) => {
    const lead = `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    const read = readerOf(key);
    return (values: BodyValues): string => lead + JSON.stringify(read(values));
  });
  return (values) => `${readers.map((read) => read(values)).join('')}}`;
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
