import { describe, expect, it } from 'vitest';
import { arrayLiteral } from './array-literal.js';

describe('arrayLiteral', () => {
  it('writes numbers, booleans, moments and nothing at all', () => {
    expect(arrayLiteral([1, 2.5, 3n, true, false, null, undefined, new Date(0)])).toBe(
      '{1,2.5,3,true,false,NULL,NULL,"1970-01-01T00:00:00.000Z"}',
    );
    expect(arrayLiteral([])).toBe('{}');
  });

  it('writes each moment as its own, however often it comes', () => {
    const [first, second] = [new Date(1), new Date(2)];
    const [one, two] = ['"1970-01-01T00:00:00.001Z"', '"1970-01-01T00:00:00.002Z"'];
    expect(arrayLiteral([first, first, second, new Date(2), first])).toBe(
      `{${[one, one, two, two, one].join()}}`,
    );
    const beyond = new Date('+012345-01-01T00:00:00Z');
    expect([arrayLiteral([beyond]), arrayLiteral([beyond]), arrayLiteral([first])]).toEqual([
      undefined,
      undefined,
      `{${one}}`,
    ]);
  });

  it('quotes every text, so that none is taken for NULL or for two', () => {
    expect(arrayLiteral(['', 'NULL', 'a,b', '{}', 'line\nline', 'say "yes" \\ no'])).toBe(
      '{"","NULL","a,b","{}","line\nline","say \\"yes\\" \\\\ no"}',
    );
  });

  it('leaves to pg what it does not write', () => {
    const values = [Buffer.from('a'), {}, [1], new Date(NaN), new Date('+012345-01-01T00:00:00Z')];
    for (const value of values) expect(arrayLiteral([1, value])).toBeUndefined();
  });
});
