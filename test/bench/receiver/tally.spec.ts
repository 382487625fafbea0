import { describe, expect, it } from 'vitest';
import { deliveredBody } from '../load/raw-loop.js';
import { sequenceOf, Tally } from './tally.js';

describe('A tally', () => {
  it('reads the number of a notification from its code', () => {
    expect(sequenceOf(Buffer.from(deliveredBody(1_234)))).toBe(1_234);
    expect(sequenceOf(Buffer.from('{}'))).toBe(-1);
  });

  it('counts what came, and what came twice', () => {
    const tally = new Tally(true);
    expect([5, 5_000, 5].map((sequence) => tally.add(sequence))).toEqual([true, true, false]);
    expect(tally).toMatchObject({ total: 3, distinct: 2 });
    expect(tally.arrivals[5_000]).toBeGreaterThanOrEqual(tally.arrivals[5]!);
    expect(tally.arrivals[6]).toBe(0);
  });
});
