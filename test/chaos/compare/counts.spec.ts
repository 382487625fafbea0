import { describe, expect, it } from 'vitest';
import type { Arrival } from '../receive/receiver.js';
import type { Entry } from '../record/journal.js';
import { compare, type Observed } from './counts.js';

const paths = ['/ok', '/after-300', '/flaky', '/disabled'] as const;
const arrival = (at: number, status = 200): Arrival => ({ at, answeredAt: at, status });
const entry = (code: string, more: Partial<Entry> = {}): Entry => ({
  code,
  way: 'api',
  told: 'accepted',
  toldAt: 100,
  ...more,
});

/** One notification that went as it should, and what a test changes of it. */
function observed(change: Partial<Observed> = {}, came: readonly Arrival[] = [arrival(110)]): Observed {
  return {
    journal: { entries: [entry('A1')], answers: {}, wrongAnswers: [] },
    held: {
      notifications: new Map([['A1', [1]]]),
      succeeded: new Map(paths.map((path) => [path, new Set([1])])),
      owed: 0,
    },
    arrivals: new Map(paths.map((path) => [path, new Map([['A1', path === '/disabled' ? [] : came]])])),
    breaks: [],
    disabledAt: undefined,
    requestTimeoutMs: 3_000,
    spoilt: new Set(),
    spoiltDeliveries: 0,
    isResent: new Set(),
    ...change,
  };
}

const failuresOf = (change?: Partial<Observed>, came?: readonly Arrival[]): string =>
  compare(observed(change, came)).failures.join('\n');

describe('The three counts', () => {
  it('agree when all went well', () => {
    expect(compare(observed())).toMatchObject({
      accepted: 1,
      held: 1,
      arrived: 3,
      duplicates: 0,
      failures: [],
    });
  });

  it('differ when something accepted did not arrive, or is not in the database', () => {
    expect(failuresOf({}, [])).toContain('1 accepted and not arrived at /ok: A1');
    const breaks = [{ from: 100, to: 200 }];
    expect(failuresOf({ breaks }, [arrival(110, 500)])).toContain('1 accepted and not arrived at /flaky: A1');
    const held = { ...observed().held, notifications: new Map() };
    expect(failuresOf({ held })).toContain('1 accepted and not in the database: A1');
  });

  it('differ when the log knows of no success, or of one that nobody saw', () => {
    const none = new Map(paths.map((path) => [path, new Set<number>()]));
    expect(failuresOf({ held: { ...observed().held, succeeded: none } })).toContain(
      '1 of /ok have no successful call',
    );
    const more = new Map(paths.map((path) => [path, new Set([1, 2])]));
    expect(failuresOf({ held: { ...observed().held, succeeded: more } })).toContain(
      '1 of /ok are logged and did not',
    );
  });

  it('differ when something rolled back is there', () => {
    const journal = { entries: [entry('A1', { told: 'undone' })], answers: {}, wrongAnswers: [] };
    expect(failuresOf({ journal })).toContain('rolled back and arrived at /ok: A1');
    expect(failuresOf({ journal })).toContain('rolled back and in the database: A1');
  });

  it('differ when a disabled webhook is called over a second and a request time later', () => {
    const arrivals = new Map(observed().arrivals);
    const calledAt = (at: number): Partial<Observed> => ({
      disabledAt: 1_000,
      arrivals: arrivals.set('/disabled', new Map([['A1', [arrival(at)]]])),
    });
    expect(failuresOf(calledAt(4_999))).toBe('');
    expect(failuresOf(calledAt(5_001))).toContain('arrived though their webhook was disabled: A1');
  });

  it('differ when a key stands for two notifications, something is owed, or an answer was wrong', () => {
    const { held, journal } = observed();
    const notifications = new Map([['A1', [1, 2]]]);
    expect(failuresOf({ held: { ...held, notifications } })).toContain('recorded twice under one key: A1');
    expect(failuresOf({ held: { ...held, owed: 2 } })).toContain('2 deliveries are still owed');
    expect(failuresOf({ journal: { ...journal, wrongAnswers: ['3 × 500'] } })).toContain('answered 3 × 500');
  });

  it('tell a duplicate of a call in flight from one that nothing explains', () => {
    const twice = [arrival(1_000), arrival(9_000)];
    const unexplained = (breaks: Observed['breaks']): number =>
      compare(observed({ breaks }, twice)).unexplained;
    expect(unexplained([])).toBe(3);
    expect(unexplained([{ from: 2_000, to: 4_000 }])).toBe(0);
    expect(unexplained([{ from: 6_000, to: 8_000 }])).toBe(3);
    expect(compare(observed({ breaks: [] }, [arrival(1, 500), arrival(2)])).duplicates).toBe(0);
  });

  it('tell how long it took until what was due was called again', () => {
    const breaks = [{ from: 105, to: 2_000 }];
    expect(compare(observed({ breaks }, [arrival(6_500)]))).toMatchObject({
      resumedAfterMs: 4_400,
      calledAfterMs: 6_400,
    });
    expect(compare(observed({ breaks }, [arrival(1_500)])).resumedAfterMs).toBe(0);
    const { journal } = observed();
    const entries = [
      ...journal.entries,
      ...Array.from({ length: 60 }, (_, index) => entry(`A${index + 2}`, { toldAt: 1_000 })),
    ];
    const backlog = new Map(
      entries.map(({ code }, index) => [code, [arrival(index === 0 ? 6_500 : 2_000 + index * 75)]]),
    );
    const arrivals = new Map(paths.map((path) => [path, path === '/disabled' ? new Map() : backlog]));
    expect(
      compare(observed({ breaks, journal: { ...journal, entries }, arrivals })).resumedAfterMs,
    ).toBeLessThan(10);
  });
});
