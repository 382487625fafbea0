import type { CallResult } from '@app/http-egress';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallLineListener } from './call-line.listener.js';

const result: CallResult = {
  returnCode: 503,
  success: false,
  error: { code: 'status', message: 'The receiver answered 503.' },
  requestHeaders: {},
  responseHeaders: { 'x-secret': 'hidden' },
  responseBody: 'hidden',
  remoteAddress: null,
  timings: { dns: null, connect: null, tls: null, first_byte: null, total: 0.02 },
  durationMs: 20.4,
};
const call: SettledCall = {
  organizerId: 1,
  webhookId: 2,
  deliveryId: 3,
  notification: {
    id: 4,
    recorded: new Date('2026-05-03T10:00:00.000Z'),
    organizerId: 1,
    actionType: 'pretix.event.order.placed',
    action: 'pretix.event.order.placed',
    event: 'democon',
    reference: 'ABC23',
    body: '{}',
  },
  began: new Date('2026-05-03T10:00:00.000Z'),
  url: 'https://user:hidden@example.org/?key=hidden',
  round: 1,
  attempt: 2,
  result,
  final: false,
  nextAttempt: new Date('2026-05-03T10:00:30.000Z'),
};

afterEach(() => vi.restoreAllMocks());

describe('CallLineListener', () => {
  it('writes one line for each call, with its ids, what came of it and what comes next, and no secrets', () => {
    const lines = vi.spyOn(Logger.prototype, 'log').mockReturnValue();
    const succeeded = { ...call, result: { ...result, returnCode: 200, success: true, error: null } };
    const settled = new CallsSettled([call, { ...succeeded, nextAttempt: null }]);
    settled.ids.push(41, 42);
    new CallLineListener().write(settled);
    expect(lines.mock.calls).toEqual([
      [
        {
          code: 'call',
          message: 'The receiver answered 503.',
          call: 41,
          organizer: 1,
          webhook: 2,
          delivery: 3,
          notification: 4,
          round: 1,
          attempt: 2,
          status: 503,
          error: 'status',
          duration_ms: 20,
          next_attempt: '2026-05-03T10:00:30.000Z',
        },
      ],
      [expect.objectContaining({ call: 42, message: 'Delivered.', error: null, next_attempt: null })],
    ]);
    expect(JSON.stringify(lines.mock.calls)).not.toContain('hidden');
  });
});
