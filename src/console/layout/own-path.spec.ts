import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path.js';

describe('ownPath', () => {
  it.each(['/console/', '/console/organizers/acmecorp/webhooks/?state=failing&after=3'])(
    'takes %j',
    (path) => {
      expect(ownPath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    null,
    '',
    '/',
    '/api/docs',
    '/console',
    'console/',
    '//evil.example/console/',
    '/\\evil.example/console/',
    '/\t/evil.example/console/',
    'https://evil.example/console/',
    'javascript:alert(1)',
    '/console/../api/docs',
    '/console/%2e%2e/api/docs',
    '/console/..\\api',
  ])('refuses %j', (path) => {
    expect(ownPath(path)).toBeUndefined();
  });

  it('drops a fragment, and what would split a header', () => {
    expect(ownPath('/console/a#b')).toBe('/console/a');
    expect(ownPath('/console/a\r\nset-cookie: b')).toBe('/console/aset-cookie:%20b');
  });
});
