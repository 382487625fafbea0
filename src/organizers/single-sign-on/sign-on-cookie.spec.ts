import { describe, expect, it } from 'vitest';
import { SignOnCookie } from './sign-on-cookie.js';

const secrets = { state: 'a', nonce: 'b', verifier: 'c' };

describe('The cookie of an attempt to sign on', () => {
  const cookie = new SignOnCookie({ publicUrl: undefined });
  const kept = (next: string | undefined): unknown =>
    cookie.read(cookie.carrying({ ...secrets, next }).split(';')[0]);

  it.each([undefined, '/console/organizers/?page=2&notice=ä.b;c'])('keeps %j', (next) => {
    expect(kept(next)).toEqual({ ...secrets, next });
  });

  it('forgets where one wanted to go, before it is too large for browsers', () => {
    expect(kept(`/console/${'x'.repeat(1_000)}`)).toEqual({ ...secrets, next: undefined });
    expect(cookie.carrying({ ...secrets, next: 'ä'.repeat(1_000) }).length).toBeLessThan(4_000);
  });
});
