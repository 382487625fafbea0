import { describe, expect, it } from 'vitest';
import { RequestAllowance } from './request-allowance.js';

const start = Date.parse('2026-05-03T10:00:00Z');
const after = (ms: number): Date => new Date(start + ms);

const takeMany = (allowance: RequestAllowance, count: number, ms: number): number =>
  Array.from({ length: count }, () => allowance.take('token:1', after(ms))).filter((wait) => wait === 0)
    .length;

describe('RequestAllowance', () => {
  it('gives a second’s worth at once, and then the rate', () => {
    const allowance = new RequestAllowance(10);
    expect(takeMany(allowance, 25, 0)).toBe(10);
    expect(takeMany(allowance, 25, 100)).toBe(1);
    expect(takeMany(allowance, 25, 600)).toBe(5);
    expect(takeMany(allowance, 25, 60_000)).toBe(10);
  });

  it('says when to ask again, and what was refused costs nothing', () => {
    const allowance = new RequestAllowance(1);
    expect(allowance.take('token:1', after(0))).toBe(0);
    expect(allowance.take('token:1', after(0))).toBe(1);
    expect(allowance.take('token:1', after(999))).toBe(1);
    expect(allowance.take('token:1', after(1_000))).toBe(0);
  });

  it('counts each key by itself', () => {
    const allowance = new RequestAllowance(1);
    expect(allowance.take('token:1', after(0))).toBe(0);
    expect(allowance.take('token:2', after(0))).toBe(0);
    expect(allowance.take('token:2', after(0))).toBe(1);
  });
});
