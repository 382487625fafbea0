import { describe, expect, it } from 'vitest';
import { BinaryRows } from './binary-rows.js';

const headerBytes = 19;
const written = (write: (rows: BinaryRows) => void): Buffer => {
  const rows = new BinaryRows(1);
  rows.row();
  write(rows);
  return rows.finish().subarray(headerBytes + 2 + 4, -2);
};

describe('BinaryRows', () => {
  it('writes the largest and the smallest numbers of each type', () => {
    for (const value of [-32_768, 32_767]) {
      expect(written((rows) => rows.smallint(value)).readInt16BE()).toBe(value);
    }
    for (const value of [-2_147_483_648, 2_147_483_647]) {
      expect(written((rows) => rows.integer(value)).readInt32BE()).toBe(value);
    }
    for (const value of [Number.MIN_SAFE_INTEGER, -1, 0, Number.MAX_SAFE_INTEGER]) {
      expect(written((rows) => rows.bigint(value)).readBigInt64BE()).toBe(BigInt(value));
    }
  });

  it.each([
    ['smallint', 32_768],
    ['smallint', -32_769],
    ['smallint', 0.5],
    ['integer', 2_147_483_648],
    ['integer', -2_147_483_649],
    ['integer', Number.NaN],
    ['bigint', 2 ** 53],
    ['bigint', 0.5],
  ] as const)('writes no other number for a %s of %d, but throws', (type, value) => {
    const rows = new BinaryRows(1);
    expect(() => rows[type](value)).toThrow(RangeError);
  });

  it('refuses a moment that is none', () => {
    expect(() => new BinaryRows(1).timestamptz(new Date(Number.NaN))).toThrow(RangeError);
  });
});
