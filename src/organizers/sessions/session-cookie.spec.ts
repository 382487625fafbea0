import { describe, expect, it } from 'vitest';
import { SessionCookie } from './session-cookie.js';

const plain = new SessionCookie({ publicUrl: undefined });
const secure = new SessionCookie({ publicUrl: 'https://hooks.example/base' });

describe('The session cookie', () => {
  it('54. is no script’s business, stays at home, and is secure over https', () => {
    expect(plain.carrying('abc', 60)).toBe(
      'doorbell_session=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Lax',
    );
    expect(secure.carrying('abc', 60)).toBe(
      '__Host-doorbell_session=abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    expect(secure.ended()).toBe(
      '__Host-doorbell_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
  });

  it('is read among others, and over https under its own name alone', () => {
    expect(plain.read('a=b; doorbell_session=abc; c=d')).toBe('abc');
    expect(secure.read('doorbell_session=abc')).toBeUndefined();
    expect(secure.read('doorbell_session=evil; __Host-doorbell_session=abc')).toBe('abc');
    for (const header of [undefined, '', ';;', '=', 'doorbell_session'])
      expect(plain.read(header)).toBeUndefined();
  });
});
