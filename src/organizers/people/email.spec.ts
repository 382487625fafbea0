import { describe, expect, it } from 'vitest';
import { normalEmail } from './email.js';

describe('normalEmail', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    [' Ada.Lovelace+bell@EXAMPLE.Org\n', 'ada.lovelace+bell@example.org'],
    ['ÄDA@bücher.example', 'äda@xn--bcher-kva.example'],
    ['ａｄａ@example.org', 'ada@example.org'],
    ["o'neil@example.org", "o'neil@example.org"],
  ])('%j is stored as %j', (text, email) => {
    expect(normalEmail(text)).toBe(email);
    expect(normalEmail(email)).toBe(email);
  });

  it.each([
    '',
    'ada',
    '@example.org',
    'ada@',
    'ada@localhost',
    'ada@example.',
    'ada@exam ple.org',
    'ada lovelace@example.org',
    'ada@example.org@example.org',
    'Ada <ada@example.org>',
    'ada\0@example.org',
    'ada@example.org\0',
    'a,b@example.org',
    `${'a'.repeat(254)}@example.org`,
  ])('%j is no address', (text) => {
    expect(normalEmail(text)).toBeUndefined();
  });
});
