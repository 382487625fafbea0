import { FieldFault, type FieldReader } from './field.js';

/** What Django REST framework calls a type in its texts. */
export function typeNameOf(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return 'dict';
  }
}

const truths = new Set<unknown>(['t', 'y', 'yes', 'true', 'on', '1', 1, true]);
const falsehoods = new Set<unknown>(['f', 'n', 'no', 'false', 'off', '0', 0, 0.0, false]);

/** Booleans as Django REST framework takes them: `true`, `"true"`, `1`, `"on"` … in any case. */
export const readBoolean: FieldReader = (value) => {
  const folded = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (truths.has(folded)) return true;
  return falsehoods.has(folded) ? false : new FieldFault('Must be a valid boolean.');
};

export interface TextRules {
  readonly blank?: boolean;
  /** True unless said otherwise: blanks around the text are cut off. */
  readonly trim?: boolean;
  readonly maxLength?: number;
  readonly choices?: readonly string[];
  /** Answers what is wrong with the text, undefined where nothing is. Comes last. */
  readonly format?: (text: string) => string | undefined;
}

export function textReader({
  blank = false,
  trim = true,
  maxLength,
  choices,
  format,
}: TextRules): FieldReader {
  return (value) => {
    // Numbers are taken as text; booleans, lists and objects are not.
    if (typeof value !== 'string' && typeof value !== 'number') return new FieldFault('Not a valid string.');
    const text = trim ? String(value).trim() : String(value);
    const fault = faultOfText(text, blank, maxLength) ?? faultOfChoice(text, choices) ?? format?.(text);
    return fault === undefined ? text : new FieldFault(fault);
  };
}

function faultOfText(text: string, blank: boolean, maxLength: number | undefined): string | undefined {
  if (text === '' && !blank) return 'This field may not be blank.';
  if (text.includes('\0')) return 'Null characters are not allowed.';
  // PostgreSQL stores no lone surrogate, and no JSON that holds one is valid UTF-8.
  if (/\p{Surrogate}/u.test(text)) return 'Not a valid string.';
  return maxLength !== undefined && Array.from(text).length > maxLength
    ? `Ensure this field has no more than ${maxLength} characters.`
    : undefined;
}

function faultOfChoice(text: string, choices: readonly string[] | undefined): string | undefined {
  return choices && !choices.includes(text) ? `"${text}" is not a valid choice.` : undefined;
}

export function integerReader(min: number, max: number): FieldReader {
  return (value) => {
    const number = typeof value === 'string' && /^\s*-?\d{1,16}\s*$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number))
      return new FieldFault('A valid integer is required.');
    if (number < min) return new FieldFault(`Ensure this value is greater than or equal to ${min}.`);
    return number > max ? new FieldFault(`Ensure this value is less than or equal to ${max}.`) : number;
  };
}

const dateTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;

/** What a zone can move out of the four digits of a year would be answered in a form that no client reads. */
const earliestMs = Date.parse('0000-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** ISO 8601 with its zone, to the millisecond. */
export const readDateTime: FieldReader = (value) => {
  const wrong = new FieldFault(
    'Datetime has wrong format. Use ISO 8601 with a time zone, e.g. 2026-05-03T10:00:00Z.',
  );
  // A "+" of the zone that was not percent-encoded arrives as a blank in a query.
  const text = typeof value === 'string' ? value.trim().replace(/ (?=\d\d:?\d\d$)/, '+') : '';
  if (!dateTimePattern.test(text)) return wrong;
  const date = new Date(text);
  return date.getTime() >= earliestMs && date.getTime() <= latestMs ? date : wrong;
};

/** In any list of texts. */
export const mostTexts = 10_000;

export function textListReader(rules: TextRules): FieldReader {
  const readItem = textReader(rules);
  return (value) => {
    if (!Array.isArray(value))
      return new FieldFault(`Expected a list of items but got type "${typeNameOf(value)}".`);
    if (value.length > mostTexts)
      return new FieldFault(`Ensure this field has no more than ${mostTexts} elements.`);
    const items = value.map((item) => (item === null ? new FieldFault('') : readItem(item)));
    if (items.some((item) => item instanceof FieldFault)) return new FieldFault('Invalid value.');
    return items;
  };
}

export const readList: FieldReader = (value) =>
  Array.isArray(value)
    ? value
    : new FieldFault(`Expected a list of items but got type "${typeNameOf(value)}".`);

export const readObject: FieldReader = (value) =>
  typeNameOf(value) === 'dict'
    ? value
    : new FieldFault(`Expected a dictionary of items but got type "${typeNameOf(value)}".`);
