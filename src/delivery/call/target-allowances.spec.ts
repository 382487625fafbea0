import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TargetAllowances } from './target-allowances.js';

const origin = 'https://receiver.example';
const quick = { answered: true, timedOut: false, durationMs: 5 };
const refused = { answered: false, timedOut: false, durationMs: 2 };
const unanswered = { answered: false, timedOut: true, durationMs: 30_000 };

/** Acquires until the line is full; how many began, and the turns of those who stand in line. */
function fill(allowances: TargetAllowances): {
  readonly began: number;
  readonly line: readonly Promise<boolean>[];
} {
  let began = 0;
  const line: Promise<boolean>[] = [];
  for (;;) {
    const turn = allowances.acquire(origin);
    if (turn === null) return { began, line };
    if (typeof turn === 'object') line.push(turn);
    else began += 1;
  }
}

/** Uses all that the target lets, with a line behind it, and ends every call so. */
function useUp(allowances: TargetAllowances, end: typeof quick): void {
  const { began, line } = fill(allowances);
  for (let call = 0; call < began + line.length; call += 1) allowances.release(origin, end);
}

/** One call, which ends so. */
function once(allowances: TargetAllowances, end: typeof quick | undefined): void {
  void allowances.acquire(origin);
  allowances.release(origin, end);
}

describe('TargetAllowances', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts at 64 calls at once, and lets sixteen times as many stand in line', () => {
    const { began, line } = fill(new TargetAllowances(2000));
    expect([began, line.length]).toEqual([64, 1_024]);
  });

  it('lets four times as many stand in line of a target that is slow', () => {
    const allowances = new TargetAllowances(64);
    once(allowances, { answered: true, timedOut: false, durationMs: 10_000 });
    expect(fill(allowances).line).toHaveLength(256);
  });

  it('lets as many stand in line as are answered in a second', () => {
    const allowances = new TargetAllowances(64);
    once(allowances, quick);
    const { began, line } = fill(allowances);
    expect([began, line.length]).toEqual([64, 64 * 200]);
  });

  it('grows with each answer that is as quick as ever while all is used, up to the limit', () => {
    const allowances = new TargetAllowances(70);
    once(allowances, quick);
    useUp(allowances, quick);
    expect(fill(allowances).began).toBe(70);
  });

  it('does not grow by calls that take longer the more there are', () => {
    const allowances = new TargetAllowances(2000);
    once(allowances, quick);
    useUp(allowances, { answered: true, timedOut: false, durationMs: 50 });
    expect(fill(allowances).began).toBe(64);
  });

  it('grows again when the target has become slower for good', () => {
    const allowances = new TargetAllowances(2000);
    const slower = { answered: true, timedOut: false, durationMs: 50 };
    once(allowances, quick);
    for (let times = 0; times < 3; times += 1) {
      vi.advanceTimersByTime(10_001);
      useUp(allowances, slower);
    }
    expect(fill(allowances).began).toBeGreaterThan(64);
  });

  it('is halved by a call without an answer, once a second', () => {
    const allowances = new TargetAllowances(2000);
    for (let call = 0; call < 3; call += 1) once(allowances, unanswered);
    expect(fill(allowances).began).toBe(32);
  });

  it('is never above the limit of the process', () => {
    const allowances = new TargetAllowances(2);
    once(allowances, unanswered);
    expect(fill(allowances).began).toBe(2);
  });

  it('sends away who stands in line of a target that has answered nothing for a second, and takes few', async () => {
    const allowances = new TargetAllowances(2000);
    const { line } = fill(allowances);
    vi.advanceTimersByTime(2_001);
    expect(new Set(await Promise.all(line))).toEqual(new Set([false]));
    for (let call = 0; call < 60; call += 1) allowances.release(origin, undefined);
    const after = fill(allowances);
    expect([after.began, after.line.length]).toEqual([12, 0]);
  });

  it('lets as many stand in line as are refused in a second, but no more than the half of all calls', () => {
    const allowances = new TargetAllowances(2_000);
    for (let call = 0; call < 3; call += 1) {
      once(allowances, { ...refused, durationMs: 40 });
      vi.advanceTimersByTime(1_001);
    }
    const { began, line } = fill(allowances);
    expect([began, line.length]).toEqual([16, 400]);
    allowances.release(origin, refused);
    expect(fill(allowances).line.length + line.length).toBe(1_001);
  });

  it('is not halved below 16 calls by refusals, nor raised to that by them', () => {
    const allowances = new TargetAllowances(2_000);
    for (let call = 0; call < 5; call += 1) {
      vi.advanceTimersByTime(1_001);
      once(allowances, unanswered);
    }
    vi.advanceTimersByTime(1_001);
    once(allowances, refused);
    expect(fill(allowances).began).toBe(4);
  });

  it('keeps the line of a target that refuses, which is over soon', () => {
    const allowances = new TargetAllowances(64);
    for (let call = 0; call < 64; call += 1) void allowances.acquire(origin);
    vi.advanceTimersByTime(900);
    allowances.release(origin, refused);
    vi.advanceTimersByTime(900);
    expect(fill(allowances).line).toHaveLength(512);
    expect(allowances.waitMs(origin)).toBeCloseTo((513 / 32) * 900);
  });

  it('takes a timeout for silence, however short it is set', () => {
    const allowances = new TargetAllowances(64);
    for (let call = 0; call < 64; call += 1) void allowances.acquire(origin);
    for (let halfSecond = 0; halfSecond < 3; halfSecond += 1) {
      vi.advanceTimersByTime(500);
      allowances.release(origin, { answered: false, timedOut: true, durationMs: 500 });
    }
    expect(allowances.acquire(origin)).toBeNull();
    expect(allowances.waitMs(origin)).toBe(1_500);
  });

  it('says of a target that hangs to wait as long again as it has been silent, up to half a minute', () => {
    const allowances = new TargetAllowances(64);
    void allowances.acquire(origin);
    for (const [passMs, waitMs] of [
      [1_500, 1_500],
      [2_500, 4_000],
      [60_000, 30_000],
    ] as const) {
      vi.advanceTimersByTime(passMs);
      expect(allowances.waitMs(origin)).toBe(waitMs);
    }
  });

  it('says how long the line takes: between a second and half a minute', () => {
    const allowances = new TargetAllowances(64);
    fill(allowances);
    expect(allowances.waitMs(origin)).toBe(1_000);
    vi.advanceTimersByTime(900);
    expect(allowances.waitMs(origin)).toBeCloseTo((1_025 / 64) * 900);
    vi.advanceTimersByTime(60_000);
    expect(allowances.waitMs(origin)).toBeLessThanOrEqual(30_000);
  });

  it('is not changed by a turn that made no call, and lets the next in line begin', async () => {
    const allowances = new TargetAllowances(1);
    void allowances.acquire(origin);
    const next = allowances.acquire(origin);
    allowances.release(origin, undefined);
    expect(await next).toBe(true);
  });

  it('keeps targets apart', () => {
    const allowances = new TargetAllowances(2000);
    fill(allowances);
    expect(allowances.acquire('https://another.example')).toBe(true);
  });

  it('sends away who stands in line and who comes, once it has ended', async () => {
    const allowances = new TargetAllowances(1);
    void allowances.acquire(origin);
    const next = allowances.acquire(origin);
    allowances.end();
    expect(await next).toBe(false);
    expect(allowances.acquire(origin)).toBe(false);
  });
});
