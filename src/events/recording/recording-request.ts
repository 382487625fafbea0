import { type ApiError, Conflict, type FieldErrors, ValidationFailed } from '@app/rest';
import type { RecordedNotification } from '@contracts/events';
import type { PreparedNotification } from './prepared-notification.js';

/** A prepared notification whose organizer was found. */
export interface AddressedNotification {
  readonly prepared: PreparedNotification;
  readonly organizerId: number;
}

/** What one caller wants recorded: all of it, or nothing. */
export interface RecordingRequest {
  readonly notifications: readonly AddressedNotification[];
  /** Faults are then named by index. */
  readonly isBatch: boolean;
}

/** What became of a request: each notification's answer, or why nothing was recorded. */
export type RecordingOutcome = readonly RecordedNotification[] | ApiError;

export const usedForAnother = 'This idempotency key was used for another notification.';
const twiceInBatch = 'This idempotency key was used for an earlier notification of this batch.';

/** What a request with faults is answered, by index of the notification. */
export function failureOf(isBatch: boolean, faults: ReadonlyMap<number, FieldErrors>): ApiError {
  if (isBatch) return new ValidationFailed({ notifications: Object.fromEntries(faults) });
  const [fault = {}] = faults.values();
  return new ValidationFailed(fault);
}

/** What a request is answered when keys of it stand for other notifications. */
export function conflictOf(isBatch: boolean, indexes: readonly number[]): ApiError {
  if (!isBatch) return new Conflict(usedForAnother);
  return failureOf(true, new Map(indexes.map((index) => [index, { idempotency_key: [usedForAnother] }])));
}

/** Keys that stand twice in one batch, at the second of both. */
export function repeatedKeys(
  notifications: readonly (PreparedNotification | undefined)[],
): ReadonlyMap<number, FieldErrors> {
  const seen = new Set<string>();
  const faults = new Map<number, FieldErrors>();
  for (const [index, notification] of notifications.entries()) {
    if (!notification?.recordingKey) continue;
    const name = keyNameOf(notification);
    if (seen.has(name)) faults.set(index, { idempotency_key: [twiceInBatch] });
    seen.add(name);
  }
  return faults;
}

/** Keys are scoped to the organizer. */
export const keyNameOf = ({ organizer, recordingKey }: PreparedNotification): string =>
  `${organizer} ${recordingKey?.key ?? ''}`;

/** The leading requests that share no key, so that none depends on whether another of them is recorded. */
export function withoutSharedKeys<Request extends RecordingRequest>(
  requests: readonly Request[],
): ReadonlySet<Request> {
  const seen = new Set<string>();
  const chosen = new Set<Request>();
  for (const request of requests) {
    const prepared = request.notifications.map((notification) => notification.prepared);
    const names = prepared.filter(({ recordingKey }) => recordingKey).map(keyNameOf);
    if (names.some((name) => seen.has(name))) continue;
    names.forEach((name) => seen.add(name));
    chosen.add(request);
  }
  return chosen;
}
