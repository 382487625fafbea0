import { describe, expect, it } from 'vitest';
import { maskUrl, targetOrigin } from './mask-url.js';

describe('maskUrl', () => {
  it.each([
    ['https://example.com/path', 'https://example.com/path'],
    [
      'https://user:secret@example.com:8443/path?key=secret&b=c',
      'https://***:***@example.com:8443/path?key=***&b=***',
    ],
    ['http://token@example.com/', 'http://***@example.com/'],
    ['http://:secret@example.com/', 'http://:***@example.com/'],
    ['https://example.com/?secret', 'https://example.com/?***'],
    ['https://example.com/?key=a=b#secret', 'https://example.com/?key=***'],
    ['not a url with secret', '***'],
  ])('shows %s as %s', (url, shown) => {
    expect(maskUrl(url)).toBe(shown);
  });
});

describe('targetOrigin', () => {
  it('is scheme, host and port', () => {
    expect(targetOrigin('https://user:secret@Example.com:8443/path')).toBe('https://example.com:8443');
  });
});
