import { array, assert, double, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingDefinitions } from '../../config/setting-definitions.js';
import { RetrySchedule } from './retry-schedule.js';

const standard = settingDefinitions.retrySchedule.fallback;
const threeDaysMs = 3 * 86_400_000;
const mostWaits = 50;

/** Any schedule that DOORBELL_RETRY_SCHEDULE may be set to: some waits, of any lengths, three days in all at most. */
const schedules = record({
  shares: array(integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: mostWaits }),
  totalMs: integer({ min: mostWaits, max: threeDaysMs - mostWaits }),
}).map(({ shares, totalMs }) => {
  const sum = shares.reduce((total, share) => total + share, 0);
  const waits = shares.map((share) => Math.max(1, Math.floor((totalMs * share) / sum)) / 1000);
  return settingDefinitions.retrySchedule.parse(waits.map((wait) => wait.toFixed(3)).join(','))!;
});
const chance = double({ min: 0, max: 1, noNaN: true });
/** 2026, to the millisecond. */
const moments = nat(364 * 86_400_000).map((offset) => new Date(Date.UTC(2026, 0, 1) + offset));

/** When each call of a round is due, each of them taking so long. */
function callsOf(schedule: RetrySchedule, began: Date, callMs = 0): readonly Date[] {
  const calls = [began];
  for (;;) {
    const ended = new Date(calls.at(-1)!.getTime() + callMs);
    const next = schedule.next(calls.length, ended);
    if (!next) return calls;
    calls.push(next);
  }
}

describe('RetrySchedule', () => {
  it('allows twelve calls within three days', () => {
    const schedule = new RetrySchedule(standard, () => 1);
    const calls = callsOf(schedule, new Date(0));
    expect(calls).toHaveLength(12);
    expect(schedule.attempts).toBe(12);
    expect(calls.at(-1)!.getTime()).toBeLessThan(threeDaysMs);
    expect(calls.at(-1)!.getTime()).toBeGreaterThan(threeDaysMs * 0.95);
  });

  it('waits 0.9 to 1 of each scheduled length, from the end of the call', () => {
    assert(
      property(schedules, chance, moments, (waits, random, ended) => {
        const schedule = new RetrySchedule(waits, () => random);
        for (const [index, wait] of waits.entries()) {
          const waited = schedule.next(index + 1, ended)!.getTime() - ended.getTime();
          expect(waited).toBeGreaterThanOrEqual(Math.floor(wait * 900));
          expect(waited).toBeLessThanOrEqual(Math.ceil(wait * 1000));
        }
      }),
    );
  });

  it('goes forward only: no call is due before, or in the moment in which, the one before it ended', () => {
    assert(
      property(
        schedules,
        array(chance, { minLength: 1 }),
        moments,
        nat(30_000),
        (waits, chances, began, callMs) => {
          let drawn = 0;
          const draw = (): number => chances[drawn++ % chances.length]!;
          const calls = callsOf(new RetrySchedule(waits, draw), began, callMs).map((call) => call.getTime());
          for (const [index, call] of calls.slice(1).entries())
            expect(call).toBeGreaterThan(calls[index]! + callMs);
        },
      ),
    );
  });

  it('has its last call within three days and the time that its calls took, however it is drawn', () => {
    assert(
      property(schedules, chance, moments, nat(30_000), (waits, random, began, callMs) => {
        const calls = callsOf(new RetrySchedule(waits, () => random), began, callMs);
        const tookMs = calls.at(-1)!.getTime() - began.getTime();
        expect(tookMs).toBeLessThanOrEqual(threeDaysMs + waits.length * callMs);
      }),
    );
  });

  it('ends a round by the number of its calls, however late they come', () => {
    assert(
      property(schedules, array(moments, { minLength: 1 }), (waits, ends) => {
        const schedule = new RetrySchedule(waits);
        const endOf = (attempt: number): Date => ends[attempt % ends.length]!;
        let attempt = 1;
        while (schedule.next(attempt, endOf(attempt))) attempt += 1;
        expect(attempt).toBe(waits.length + 1);
        expect(schedule.attempts).toBe(attempt);
      }),
    );
  });
});
