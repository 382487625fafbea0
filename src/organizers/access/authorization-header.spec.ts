import { describe, expect, it } from 'vitest';
import { tokenOfHeader } from './authorization-header.js';

describe('tokenOfHeader', () => {
  it.each(['Token abc', 'Bearer abc', 'token abc', 'BEARER   abc', ' Token\tabc '])(
    '%j carries a token',
    (header) => {
      expect(tokenOfHeader(header)).toBe('abc');
    },
  );

  it.each([undefined, '', ' ', 'abc', 'Basic abc', 'Tokenabc', 'Digest Token abc'])(
    '%j is no concern of ours',
    (header) => {
      expect(tokenOfHeader(header)).toBeUndefined();
    },
  );

  it.each(['Token', 'Bearer '])('%j has no token', (header) => {
    expect(() => tokenOfHeader(header)).toThrow('Invalid token header. No credentials provided.');
  });

  it('refuses a token with spaces', () => {
    expect(() => tokenOfHeader('Token a b')).toThrow(
      'Invalid token header. Token string should not contain spaces.',
    );
  });
});
