import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { BrowserCookie } from '../sessions/browser-cookie.js';

/** What a browser brings back from the identity provider must belong to what it left with. */
export interface SignOnAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the person wants to go afterwards. */
  readonly next: string | undefined;
}

/** Time to sign in at the provider. */
const validSeconds = 15 * 60;
const separator = '.';
/** Characters of `next`: browsers drop a cookie of more than 4,096 bytes. */
const longestNext = 1_000;

/** Carries an attempt to sign on, in the one browser that makes it. */
@Injectable()
export class SignOnCookie {
  private readonly cookie: BrowserCookie;

  constructor(@Inject(Settings) { publicUrl }: Pick<Settings, 'publicUrl'>) {
    this.cookie = new BrowserCookie('doorbell_sign_on', publicUrl);
  }

  carrying({ state, nonce, verifier, next = '' }: SignOnAttempt): string {
    const kept = next.length <= longestNext ? Buffer.from(next).toString('base64url') : '';
    return this.cookie.carrying([state, nonce, verifier, kept].join(separator), validSeconds);
  }

  read(header: string | undefined): SignOnAttempt | undefined {
    const [state, nonce, verifier, kept] = this.cookie.read(header)?.split(separator) ?? [];
    if (!state || !nonce || !verifier) return undefined;
    return { state, nonce, verifier, next: kept ? Buffer.from(kept, 'base64url').toString() : undefined };
  }
}
