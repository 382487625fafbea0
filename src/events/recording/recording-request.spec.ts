import { Conflict, ValidationFailed } from '@app/rest';
import { describe, expect, it } from 'vitest';
import type { PreparedNotification } from './prepared-notification.js';
import {
  conflictOf,
  failureOf,
  type RecordingRequest,
  repeatedKeys,
  withoutSharedKeys,
} from './recording-request.js';

const keyed = (key: string | null, organizer = 'acmecorp'): PreparedNotification =>
  ({
    organizer,
    recordingKey: key === null ? null : { key, contentHash: Buffer.alloc(0) },
  }) as PreparedNotification;
const requestOf = (...all: PreparedNotification[]): RecordingRequest => ({
  notifications: all.map((prepared) => ({ prepared, organizerId: 1 })),
  isBatch: all.length > 1,
});

describe('Requests of one group', () => {
  it('share no key: the later one waits for the next group', () => {
    const first = requestOf(keyed('a'), keyed('b'));
    const sharing = requestOf(keyed('c'), keyed('b'));
    const apart = requestOf(keyed('c'));
    const elsewhere = requestOf(keyed('a', 'other'));
    const keyless = [requestOf(keyed(null)), requestOf(keyed(null))];
    expect([...withoutSharedKeys([first, sharing, apart, elsewhere, ...keyless])]).toEqual([
      first,
      apart,
      elsewhere,
      ...keyless,
    ]);
  });
});

describe('A batch', () => {
  it('names a key that stands twice at the second of both', () => {
    const faults = repeatedKeys([
      keyed('a'),
      keyed('b'),
      undefined,
      keyed('a'),
      keyed('a', 'other'),
      keyed(null),
    ]);
    expect([...faults.keys()]).toEqual([3]);
  });

  it('names faults and conflicts by index; a single one by field and as a conflict', () => {
    const faults = new Map([[17, { code: ['This field is required.'] }]]);
    expect(failureOf(true, faults).body).toEqual({
      notifications: { 17: { code: ['This field is required.'] } },
    });
    expect(failureOf(false, faults).body).toEqual({ code: ['This field is required.'] });
    expect(conflictOf(true, [1])).toBeInstanceOf(ValidationFailed);
    expect(conflictOf(false, [0])).toBeInstanceOf(Conflict);
  });
});
