import { describe, expect, it } from 'vitest';
import { publicUrlFault } from './public-url.js';

describe('publicUrlFault', () => {
  it.each(['https://acme.example', 'http://acme.example:8080/a?b#c', 'https://münchen.example/'])(
    'takes %j',
    (url) => {
      expect(publicUrlFault(url)).toBeUndefined();
    },
  );

  it.each([
    'acme.example',
    '//acme.example',
    'https://',
    'ftp://acme.example',
    'javascript:alert(1)',
    'https://user@acme.example',
    'https://:secret@acme.example',
    'https://acme.example/a b',
  ])('refuses %j', (url) => {
    expect(publicUrlFault(url)).toBe('Enter a valid URL.');
  });
});
