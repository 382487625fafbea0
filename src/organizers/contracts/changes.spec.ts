import { describe, expect, it } from 'vitest';
import { changesBetween } from './changes.js';

describe('changesBetween', () => {
  it('names the fields that differ, with old and new', () => {
    const before = { name: 'a', list: ['x'], same: [1, { deep: true }] };
    const after = { name: 'b', list: ['x', 'y'], same: [1, { deep: true }] };
    expect(changesBetween(before, after)).toEqual({ name: ['a', 'b'], list: [['x'], ['x', 'y']] });
  });

  it('what begins was null, what ends is null, and null to nothing is no change', () => {
    expect(changesBetween({}, { name: 'a', url: null })).toEqual({ name: [null, 'a'] });
    expect(changesBetween({ name: 'a', url: null }, {})).toEqual({ name: ['a', null] });
  });

  it('takes fields as they are called', () => {
    expect(changesBetween({ constructor: 'a' }, {})).toEqual({ constructor: ['a', null] });
  });
});
