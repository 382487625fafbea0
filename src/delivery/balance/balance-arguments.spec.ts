import { describe, expect, it } from 'vitest';
import { ArgumentFault, readArguments } from './balance-arguments.js';

const now = new Date('2026-05-03T12:00:00.000Z');
const since = (text: string): string => readArguments(['--since', text])!.since(now).toISOString();

describe('the arguments of npm run ledger', () => {
  it.each([
    ['90s', '2026-05-03T11:58:30.000Z'],
    ['5m', '2026-05-03T11:55:00.000Z'],
    ['24h', '2026-05-02T12:00:00.000Z'],
    ['30d', '2026-04-03T12:00:00.000Z'],
    ['2026-05-01', '2026-05-01T00:00:00.000Z'],
    ['2026-05-01T18:00', '2026-05-01T18:00:00.000Z'],
    ['2026-05-01T18:00:30.5+02:00', '2026-05-01T16:00:30.500Z'],
  ])('--since %s is %s', (text, moment) => {
    expect(since(text)).toBe(moment);
  });

  it.each(['', '24', '0h', '-1d', '24 h', '1w', 'yesterday', '2026-02-31', '2026-05-01T25:00', '05/01/2026'])(
    '--since "%s" is refused',
    (text) => {
      expect(() => since(text)).toThrow(ArgumentFault);
    },
  );

  it('are until now, of all organizers, for people, if nothing is said', () => {
    const { until, ...rest } = readArguments(['--since', '1h'])!;
    expect(until(now)).toEqual(now);
    expect(rest).toMatchObject({ organizer: undefined, json: false });
  });

  it('need a beginning, and are all known', () => {
    for (const wrong of [
      [],
      ['--until', '1h'],
      ['--since', '1h', '--all'],
      ['--since', '1h', 'more'],
      ['--since'],
    ]) {
      expect(() => readArguments(wrong)).toThrow(ArgumentFault);
    }
    expect(readArguments(['--help'])).toBeUndefined();
  });
});
