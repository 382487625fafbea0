import { array, assert, double, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetrySchedule } from './retry-schedule.js';

const standard = [5, 30, 60, 300, 1200, 3600, 14400, 21600, 43200, 86400, 86400];

describe('RetrySchedule', () => {
  it('allows twelve calls within three days', () => {
    const schedule = new RetrySchedule(standard, () => 1);
    let moment = new Date(0);
    let calls = 1;
    for (let next = schedule.next(calls, moment); next; next = schedule.next(calls, moment)) {
      moment = next;
      calls += 1;
    }
    expect(calls).toBe(12);
    expect(schedule.attempts).toBe(12);
    expect(moment.getTime()).toBeLessThan(3 * 86_400_000);
  });

  it('waits 0.9 to 1 of each scheduled length, from the end of the call', () => {
    const waits = array(integer({ min: 1, max: 86_400 }), { minLength: 1, maxLength: 50 });
    assert(
      property(waits, double({ min: 0, max: 1, noNaN: true }), nat(), (list, random, ended) => {
        const schedule = new RetrySchedule(list, () => random);
        for (const [index, wait] of list.entries()) {
          const waited = schedule.next(index + 1, new Date(ended))!.getTime() - ended;
          expect(waited).toBeGreaterThanOrEqual(Math.floor(wait * 900));
          expect(waited).toBeLessThanOrEqual(wait * 1000);
        }
        expect(schedule.next(list.length + 1, new Date(ended))).toBeNull();
      }),
    );
  });
});
