import { Inject, Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  fetchUserInfo,
} from 'openid-client';
import { Settings } from '../../config/settings.js';
import type { SignOnAttempt } from './sign-on-cookie.js';

/** Who a provider says is there. */
export interface Identity {
  /** The provider's own name for the person, which never changes, with the provider's. */
  readonly subject: string;
  /** Undefined where the provider does not vouch for it. */
  readonly email: string | undefined;
}

const scope = 'openid email profile';
/** For each request to the provider. */
const timeoutSeconds = 10;

/** The OpenID Connect provider of the settings, asked by code with PKCE. All methods throw what it answers wrong. */
@Injectable()
export class IdentityProvider {
  readonly isConfigured: boolean;
  private found: Promise<Configuration> | undefined;

  constructor(
    @Inject(Settings)
    private readonly settings: Pick<Settings, 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret'>,
  ) {
    this.isConfigured = settings.oidcIssuer !== undefined;
  }

  /** Where the browser goes to sign in. */
  async addressFor({ state, nonce, verifier }: SignOnAttempt, redirectUri: string): Promise<string> {
    const url = buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: redirectUri,
      scope,
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  }

  /** @param address where the provider sent the browser, with all that it said there */
  async identify({ state, nonce, verifier }: SignOnAttempt, address: string): Promise<Identity> {
    const configuration = await this.configuration();
    const tokens = await authorizationCodeGrant(configuration, new URL(address), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const { email, email_verified: isVerified } =
      claims['email'] === undefined
        ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : claims;
    return {
      subject: `${claims.iss} ${claims.sub}`,
      email: isVerified === true && typeof email === 'string' ? email : undefined,
    };
  }

  /** What the provider says of itself, asked once. */
  private async configuration(): Promise<Configuration> {
    const asked = (this.found ??= this.discover());
    asked.catch(() => (this.found = undefined));
    return asked;
  }

  private async discover(): Promise<Configuration> {
    const { oidcIssuer, oidcClientId, oidcClientSecret } = this.settings;
    const issuer = new URL(oidcIssuer!);
    return discovery(issuer, oidcClientId!, oidcClientSecret, undefined, {
      timeout: timeoutSeconds,
      // The settings allow it on this machine alone.
      ...(issuer.protocol === 'http:' && { execute: [allowInsecureRequests] }),
    });
  }
}
