import { describe, expect, it } from 'vitest';
import { momentReader } from './moments.js';

const textOf = (second: number): string => new Date(second * 1_000).toISOString().replace('T', ' ');

describe('momentReader', () => {
  const read = momentReader();

  it('reads a repetition as it read the first', () => {
    const text = '2026-11-27 00:46:57.123+00';
    const [first, second] = [read(text), read(text)] as [Date, Date];
    expect(first).toEqual(new Date('2026-11-27T00:46:57.123Z'));
    expect(second).toEqual(first);
    // Who changes one changes no other.
    expect(second).not.toBe(first);
  });

  it('reads any number of different ones', () => {
    const seconds = Array.from({ length: 200 }, (_, second) => second);
    const moments = [...seconds, ...seconds].map((second) => read(textOf(second)));
    expect(moments).toEqual([...seconds, ...seconds].map((second) => new Date(second * 1_000)));
  });

  it('reads what is no moment as pg does', () => {
    expect([read('infinity'), read('infinity'), read('-infinity')]).toEqual([Infinity, Infinity, -Infinity]);
  });
});
