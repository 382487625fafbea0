import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { BrowserCookie } from '../sessions/browser-cookie.js';

/** What a browser brings back from the identity provider must belong to what it left with. */
export interface SignOnAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Time to sign in at the provider. */
const validSeconds = 15 * 60;
const separator = '.';

/** Carries an attempt to sign on, in the one browser that makes it. */
@Injectable()
export class SignOnCookie {
  private readonly cookie: BrowserCookie;

  constructor(@Inject(Settings) { publicUrl }: Pick<Settings, 'publicUrl'>) {
    this.cookie = new BrowserCookie('doorbell_sign_on', publicUrl);
  }

  carrying({ state, nonce, verifier }: SignOnAttempt): string {
    return this.cookie.carrying([state, nonce, verifier].join(separator), validSeconds);
  }

  read(header: string | undefined): SignOnAttempt | undefined {
    const [state, nonce, verifier] = this.cookie.read(header)?.split(separator) ?? [];
    return state && nonce && verifier ? { state, nonce, verifier } : undefined;
  }
}
