import type { SignedIn } from './sign-in.port.js';

/** Where the console answers a browser that comes back from the identity provider. */
export const singleSignOnPath = '/console/sign-in/single-sign-on';

/** The browser is redirected to `url`, and keeps `setCookie` meanwhile. */
export interface SignOnStart {
  readonly url: string;
  readonly setCookie: string;
}

/** Somebody is in who has come back from the identity provider. */
export interface SignedOn extends SignedIn {
  /** What `begin` was given. The browser has kept it meanwhile: it is what a request says, and is judged as such. */
  readonly next: string | undefined;
}

export interface SignOnReturn {
  /** Where the browser came back to: the redirect URI, with the query as it came. */
  readonly url: string;
  readonly cookieHeader: string | undefined;
  /** Where it comes from (`request.ip`). */
  readonly address: string;
}

/** Signing in at the OpenID Connect provider of the settings. It lets in those who were invited under that address. */
export interface SingleSignOn {
  /** Whether a provider is configured. */
  readonly isOffered: boolean;

  /**
   * @param redirectUri `singleSignOnPath` below where people reach Doorbell
   * @param next where they want to go afterwards; over 1,000 characters are forgotten
   * @throws SingleSignOnFailed
   */
  begin(redirectUri: string, next?: string): Promise<SignOnStart>;

  /** @throws SingleSignOnFailed, SingleSignOnRefused, TooManyRequests for this address */
  complete(given: SignOnReturn): Promise<SignedOn>;
}
export const SingleSignOn = Symbol('SingleSignOn');
