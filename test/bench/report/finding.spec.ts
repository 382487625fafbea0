import { describe, expect, it } from 'vitest';
import { judge, type Finding, type Target } from './finding.js';
import { verdictText } from './numbers.js';
import { table } from './table.js';

const rate: Finding = {
  what: 'sustained',
  unit: 'deliveries/s',
  samples: [20, 40, 30],
  reference: { what: 'raw loop', samples: [100, 100, 50] },
};
const ratio = (floor: number, aim?: number): Target => ({
  of: 'ratio',
  is: 'at least',
  floor,
  ...(aim ? { aim } : {}),
});

describe('A finding', () => {
  it('holds each round against its own reference', () => {
    expect(judge(rate).ratio).toEqual({ median: 0.4, min: 0.2, max: 0.6 });
  });

  it.each([
    [ratio(0.5), 'missed'],
    [ratio(0.4), 'met'],
    [ratio(0.3, 0.5), 'met'],
    [ratio(0.3, 0.4), 'met, aim too'],
    [{ of: 'figure', is: 'at most', floor: 29 } as const, 'missed'],
    [{ of: 'figure', is: 'at most', floor: 30 } as const, 'met'],
  ])('is judged by its median: %o is %s', (target, verdict) => {
    expect(verdictText(judge({ ...rate, target }))).toBe(verdict);
  });

  it('is a line of the table', () => {
    const lines = table([judge({ ...rate, target: ratio(0.3, 0.5), obvious: [5, 5, 6] })]).split('\n');
    expect(lines[2]!.split('|').map((cell) => cell.trim())).toEqual([
      '',
      'sustained',
      'deliveries/s',
      'raw loop: 100 (50–100)',
      '30 (20–40)',
      '0.4 (0.2–0.6)',
      '≥ 0.3 ×, aim 0.5',
      'met',
      '5 (Doorbell: 6 ×)',
      '',
    ]);
  });
});
