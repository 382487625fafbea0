import { type FieldErrors, typeNameOf } from '@app/rest';
import type { RegisteredActionType } from '@app/action-types';
import { slugPattern } from '@contracts/organizers';

const dataLimit = 16 * 1024;
const keyLimit = 190;
/** What a family (`….*`) may cover: the names that PostgreSQL, logs and receivers can take. */
const actionPattern = /^[\x21-\x7e]{1,190}$/;

/** Whether a name can be that of an action at all. */
export const isActionName = (action: unknown): action is string =>
  typeof action === 'string' && actionPattern.test(action);

export function faultOfAction(action: unknown): FieldErrors {
  if (action === undefined) return { action: ['This field is required.'] };
  if (action === null) return { action: ['This field may not be null.'] };
  return {
    action: [typeof action === 'string' ? `Invalid action type "${action}".` : 'Not a valid string.'],
  };
}

/** Whether it exists, the database says. */
export function faultOfOrganizer(organizer: unknown): FieldErrors {
  if (organizer === undefined) return { organizer: ['This field is required.'] };
  if (organizer === null) return { organizer: ['This field may not be null.'] };
  if (typeof organizer !== 'string') return { organizer: ['Not a valid string.'] };
  return slugPattern.test(organizer) ? {} : { organizer: [textOfUnknown(organizer)] };
}

export function faultOfEvent({ type }: RegisteredActionType, event: unknown): FieldErrors {
  if (type.scope === 'organizer')
    return event === undefined || event === null ? {} : { event: ['Unknown field.'] };
  if (event === undefined) return { event: ['This field is required.'] };
  if (event === null) return { event: ['This field may not be null.'] };
  if (typeof event !== 'string') return { event: ['Not a valid string.'] };
  return slugPattern.test(event) ? {} : { event: [textOfUnknown(event)] };
}

export const textOfUnknown = (slug: string): string => `Object with slug=${slug} does not exist.`;

/** JSON.stringify writes NUL and lone surrogates, which PostgreSQL's jsonb refuses, as these escapes and no others. */
const unstorableEscape = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** So deep that no recursion over it, of ours or of PostgreSQL, ends for want of stack. */
const depthLimit = 100;

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

/** @param json what `data` became, null when there is none or it can become none */
export function faultOfData(data: unknown, json: string | null): FieldErrors {
  if (data === undefined || data === null) return {};
  if (isDeeperThan(data, depthLimit))
    return { data: [`Ensure this field is nested no deeper than ${depthLimit} levels.`] };
  if (json === null) return { data: [`Expected a dictionary of items but got type "${typeNameOf(data)}".`] };
  if (Buffer.byteLength(json) > dataLimit)
    return { data: [`Ensure this field has no more than ${dataLimit} bytes.`] };
  return unstorableEscape.test(json) ? { data: ['Null characters are not allowed.'] } : {};
}

/** Null when there is none, or it is no object that JSON can hold. */
export function jsonOf(data: unknown): string | null {
  if (typeNameOf(data) !== 'dict' || isDeeperThan(data, depthLimit)) return null;
  try {
    const json = JSON.stringify(data) as string | undefined;
    return json?.startsWith('{') ? json : null;
  } catch {
    // E.g. a bigint.
    return null;
  }
}

export function faultOfKey(key: unknown): FieldErrors {
  if (key === undefined || key === null) return {};
  if (typeof key !== 'string') return { idempotency_key: ['Not a valid string.'] };
  if (key === '') return { idempotency_key: ['This field may not be blank.'] };
  if (key.includes('\0')) return { idempotency_key: ['Null characters are not allowed.'] };
  if (key.length > keyLimit)
    return { idempotency_key: [`Ensure this field has no more than ${keyLimit} characters.`] };
  return /\p{Surrogate}/u.test(key) ? { idempotency_key: ['Not a valid string.'] } : {};
}
