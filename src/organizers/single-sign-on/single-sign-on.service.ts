import {
  type SingleSignOn,
  SingleSignOnFailed,
  SingleSignOnRefused,
  type SignedOn,
  type SignOnReturn,
  type SignOnStart,
} from '@contracts/organizers';
import { Injectable, Logger } from '@nestjs/common';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { Entry } from '../sign-in/entry.service.js';
import { SignInAttempts } from '../sign-in/sign-in-attempts.service.js';
import { IdentityProvider } from './identity-provider.service.js';
import { KnownIdentities } from './known-identities.service.js';
import { SignOnCookie } from './sign-on-cookie.js';

/** Lets people in whom the identity provider knows, and whom somebody has invited here. */
@Injectable()
export class SingleSignOnService implements SingleSignOn {
  private readonly logger = new Logger(SingleSignOnService.name);

  constructor(
    private readonly provider: IdentityProvider,
    private readonly cookie: SignOnCookie,
    private readonly attempts: SignInAttempts,
    private readonly identities: KnownIdentities,
    private readonly entry: Entry,
  ) {}

  get isOffered(): boolean {
    return this.provider.isConfigured;
  }

  async begin(redirectUri: string, next?: string): Promise<SignOnStart> {
    const secrets = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const attempt = { ...secrets, next };
    const url = await this.asking(async () => this.provider.addressFor(attempt, redirectUri));
    return { url, setCookie: this.cookie.carrying(attempt) };
  }

  async complete({ url, cookieHeader, address }: SignOnReturn): Promise<SignedOn> {
    this.attempts.fromAddress(address);
    const attempt = this.cookie.read(cookieHeader);
    if (!attempt) throw new SingleSignOnFailed();
    const identity = await this.asking(async () => this.provider.identify(attempt, url));
    return this.identities.withPerson(identity, async (person) => {
      if (!person) throw new SingleSignOnRefused();
      const signedIn = await this.entry.open(person, address, 'single sign-on');
      return { ...signedIn, next: attempt.next };
    });
  }

  /** @throws SingleSignOnFailed for whatever the provider does wrong; the log says more */
  private async asking<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (!this.isOffered) throw new SingleSignOnFailed();
    try {
      return await work();
    } catch (error) {
      const { message, code } = error as Error & { readonly code?: unknown };
      this.logger.warn({
        code: 'single_sign_on_failed',
        message: 'Signing on at the identity provider failed.',
        error: message,
        reason: code,
      });
      throw new SingleSignOnFailed({ cause: error });
    }
  }
}
