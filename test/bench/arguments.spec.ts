import { describe, expect, it } from 'vitest';
import { pick, readArguments } from './arguments.js';

const scenarios = [{ name: 'sustained-bull' }, { name: 'sustained-in-process' }, { name: 'idle' }];

describe('The arguments of the bench', () => {
  it('are all optional', () => {
    expect(readArguments([])).toMatchObject({ scenarios: [], json: undefined, rounds: 4, quick: false });
    expect(readArguments(['--quick']).rounds).toBe(2);
  });

  it('name scenarios, with commas or one by one', () => {
    expect(readArguments(['--scenario', 'a,b', '--scenario', 'c']).scenarios).toEqual(['a', 'b', 'c']);
  });

  it('refuse what they do not know', () => {
    expect(() => readArguments(['--fast'])).toThrow('--fast');
    expect(() => readArguments(['--duration', 'long'])).toThrow('--duration must be a number of seconds.');
    expect(() => readArguments(['--rounds', '0'])).toThrow('--rounds must be a number from 1 to 99.');
  });

  it('pick in the order of the table', () => {
    expect(pick(scenarios, [])).toBe(scenarios);
    expect(pick(scenarios, ['idle', 'sustained-*'])).toEqual(scenarios);
    expect(() => pick(scenarios, ['nothing'])).toThrow('No scenario "nothing"');
  });
});
