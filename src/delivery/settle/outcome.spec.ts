import { describe, expect, it } from 'vitest';
import type { CallResult } from '@app/http-egress';
import { RetrySchedule } from '../retry/retry-schedule.js';
import { isGone, outcomeOf } from './outcome.js';

const ended = new Date('2026-05-03T12:00:00.000Z');
const schedule = new RetrySchedule([5, 30], () => 1);

const resultOf = (returnCode: number, code: 'status' | 'interrupted' | 'timeout' = 'status'): CallResult => ({
  returnCode,
  success: returnCode >= 200 && returnCode <= 299,
  error: returnCode >= 200 && returnCode <= 299 ? null : { code, message: '' },
  requestHeaders: {},
  responseHeaders: {},
  responseBody: null,
  remoteAddress: null,
  timings: { dns: null, connect: null, tls: null, first_byte: null, total: null },
  durationMs: 1,
});

describe('outcomeOf', () => {
  it('ends with a success, whichever attempt it is', () => {
    expect(outcomeOf(resultOf(204), 3, ended, schedule)).toEqual({ kind: 'succeeded' });
  });

  it('retries after the wait that follows the attempt, counted from the end of the call', () => {
    expect(outcomeOf(resultOf(500), 1, ended, schedule)).toEqual({
      kind: 'retry',
      due: new Date(ended.getTime() + 5_000),
      attempts: 1,
    });
    expect(outcomeOf(resultOf(0, 'timeout'), 2, ended, schedule)).toEqual({
      kind: 'retry',
      due: new Date(ended.getTime() + 30_000),
      attempts: 2,
    });
  });

  it('is exhausted when the schedule has no further wait', () => {
    expect(outcomeOf(resultOf(500), 3, ended, schedule)).toEqual({ kind: 'exhausted' });
  });

  it('does not count a call that our own end has interrupted, not even the last one', () => {
    expect(outcomeOf(resultOf(0, 'interrupted'), 3, ended, schedule)).toEqual({
      kind: 'retry',
      due: ended,
      attempts: 2,
    });
  });

  it('knows a receiver that is gone by 410 alone', () => {
    expect([404, 409, 410, 411].filter((status) => isGone(resultOf(status)))).toEqual([410]);
  });
});
