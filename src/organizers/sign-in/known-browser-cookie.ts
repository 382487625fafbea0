import { randomUUID } from 'node:crypto';
import { SecretBox, SecretKeyError } from '@app/secret-box';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { BrowserCookie } from '../sessions/browser-cookie.js';

/** As long as browsers keep a cookie. */
const validSeconds = 400 * 24 * 3600;
const purpose = 'known browser';
const separator = '\n';

/**
 * Marks a browser as one that a person has signed in with (OWASP's device cookie). It opens nothing: tries to sign in
 * as this person from here are counted by themselves, so that strangers cannot use them up. Sealed, and stored nowhere.
 */
@Injectable()
export class KnownBrowserCookie {
  private readonly cookie: BrowserCookie;

  constructor(
    @Inject(Settings) { publicUrl }: Pick<Settings, 'publicUrl'>,
    @Inject(SecretBox) private readonly box: SecretBox,
  ) {
    this.cookie = new BrowserCookie('doorbell_known_browser', publicUrl);
  }

  /** The `Set-Cookie` header for a browser that the person of this e-mail address has signed in with. */
  carrying(email: string): string {
    const sealed = this.box.seal([purpose, randomUUID(), email].join(separator));
    return this.cookie.carrying(sealed.toString('base64url'), validSeconds);
  }

  /** What the browser is counted by; undefined where no person of this address has signed in with it. */
  read(header: string | undefined, email: string): string | undefined {
    const [what, id, knownEmail] = this.open(header)?.split(separator) ?? [];
    return what === purpose && knownEmail === email ? id : undefined;
  }

  private open(header: string | undefined): string | undefined {
    const value = this.cookie.read(header);
    if (!value) return undefined;
    try {
      return this.box.open(Buffer.from(value, 'base64url'));
    } catch (error) {
      if (error instanceof SecretKeyError) return undefined;
      throw error;
    }
  }
}
