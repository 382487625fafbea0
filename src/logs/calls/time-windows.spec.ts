import { assert, date, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst } from './time-windows.js';

const hourMs = 3_600_000;

describe('newestFirst', () => {
  it('begins with the last day, and takes ever more days before it', () => {
    const until = new Date('2026-05-31T12:00:00.000Z');
    const from = new Date('2026-05-01T12:00:00.000Z');
    const hours = [...newestFirst({ from, until })].map(
      (range) => (range.until.getTime() - range.from.getTime()) / hourMs,
    );
    expect(hours).toEqual([24, 72, 216, 408]);
  });

  it('covers every moment of the range once, and nothing else', () => {
    const moment = date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    assert(
      property(moment, moment, (from, until) => {
        let end = until;
        for (const part of newestFirst({ from, until })) {
          expect(part.until).toEqual(end);
          expect(part.from.getTime()).toBeLessThan(end.getTime());
          end = part.from;
        }
        expect(end).toEqual(from < until ? from : until);
      }),
    );
  });
});
