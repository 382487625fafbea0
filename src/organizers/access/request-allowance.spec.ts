import { describe, expect, it } from 'vitest';
import { RequestAllowance } from './request-allowance.js';

const start = Date.parse('2026-05-03T10:00:00Z');
const after = (ms: number): Date => new Date(start + ms);

const takeMany = (allowance: RequestAllowance, count: number, ms: number): number =>
  Array.from({ length: count }, () => allowance.take('token:1', after(ms))).filter(
    ({ waitSeconds }) => waitSeconds === 0,
  ).length;

const perSecond = (rate: number): RequestAllowance => new RequestAllowance({ perSecond: rate, burst: rate });

describe('RequestAllowance', () => {
  it('gives a burst at once, and then the rate', () => {
    const allowance = perSecond(10);
    expect(takeMany(allowance, 25, 0)).toBe(10);
    expect(takeMany(allowance, 25, 100)).toBe(1);
    expect(takeMany(allowance, 25, 600)).toBe(5);
    expect(takeMany(allowance, 25, 60_000)).toBe(10);
    expect(takeMany(new RequestAllowance({ perSecond: 1, burst: 60 }), 100, 0)).toBe(60);
  });

  it('says when to ask again, and what was refused costs nothing', () => {
    const allowance = perSecond(1);
    const waits = [0, 0, 999, 1_000].map((ms) => allowance.take('token:1', after(ms)).waitSeconds);
    expect(waits).toEqual([0, 1, 1, 0]);
  });

  it('says how many are left, and when all of them are back', () => {
    const allowance = new RequestAllowance({ perSecond: 2, burst: 4 });
    const takes = [0, 0, 0, 0, 0, 700, 60_000].map((ms) => allowance.take('token:1', after(ms)));
    expect(takes.map(({ left, resetSeconds }) => [left, resetSeconds])).toEqual([
      [3, 1],
      [2, 1],
      [1, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [3, 1],
    ]);
  });

  it('counts each key by itself', () => {
    const allowance = perSecond(1);
    const waits = ['token:1', 'token:2', 'token:2'].map((key) => allowance.take(key, after(0)).waitSeconds);
    expect(waits).toEqual([0, 0, 1]);
  });
});
