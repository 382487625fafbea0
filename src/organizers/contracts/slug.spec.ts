import { describe, expect, it } from 'vitest';
import { slugFault, slugMaxLength } from './slug.js';

describe('slugFault', () => {
  it.each(['a', 'ACME', '0', 'a.b-c', 'a'.repeat(slugMaxLength)])('takes %j', (slug) => {
    expect(slugFault(slug)).toBeUndefined();
  });

  it.each(['', '-a', '.', 'a b', 'a_b', 'a/b', 'ä', 'a\n', 'a~1', 'a'.repeat(slugMaxLength + 1)])(
    'refuses %j',
    (slug) => {
      expect(slugFault(slug)).toMatch(/^The slug may only contain/);
    },
  );
});
