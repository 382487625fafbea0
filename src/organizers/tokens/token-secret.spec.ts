import { describe, expect, it } from 'vitest';
import { createToken, hashOfToken, isSameHash, isTokenShaped, prefixOfToken } from './token-secret.js';

const tokens = Array.from({ length: 200 }, createToken);

describe('Tokens', () => {
  it('are never the same, and tell what they are', () => {
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const token of tokens) expect(token).toMatch(/^dbt_[0-9A-Za-z]{42}$/);
    expect(prefixOfToken('dbt_x7Kp2QmB4nVt')).toBe('dbt_x7Kp2Q');
  });

  it('are told from mistyped ones by their checksum', () => {
    for (const token of tokens) {
      expect(isTokenShaped(token)).toBe(true);
      const mistyped = token.replace(/^(dbt_)(.)/, (_all, mark: string, letter: string) =>
        letter === 'a' ? `${mark}b` : `${mark}a`,
      );
      expect(isTokenShaped(mistyped)).toBe(false);
    }
  });

  it.each(['', 'dbt_', 'nonsense', `${tokens[0]} `, `x${tokens[0]}`, `${tokens[0]}0`])(
    '%j is none',
    (text) => {
      expect(isTokenShaped(text)).toBe(false);
    },
  );

  it('have hashes of one length, which can be compared', () => {
    expect(isSameHash(hashOfToken('a'), hashOfToken('a'))).toBe(true);
    expect(isSameHash(hashOfToken('a'), hashOfToken('a longer one'))).toBe(false);
  });
});
