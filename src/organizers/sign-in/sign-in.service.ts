import type { Session } from '@app/access';
import type {
  LinkSignIn,
  OpenLink,
  PasswordChange,
  PasswordSignIn,
  SignedIn,
  SignedOut,
  SignIn,
} from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { normalEmail } from '../people/email.js';
import { SignInByLink } from './link-sign-in.service.js';
import { PasswordChanges } from './password-change.service.js';
import { SignInByPassword } from './password-sign-in.service.js';
import { SignInAttempts } from './sign-in-attempts.service.js';
import { SignOut } from './sign-out.service.js';

/** The one door in and out, where attempts are counted. */
@Injectable()
export class SignInService implements SignIn {
  constructor(
    private readonly attempts: SignInAttempts,
    private readonly passwords: SignInByPassword,
    private readonly links: SignInByLink,
    private readonly changes: PasswordChanges,
    private readonly out: SignOut,
  ) {}

  async byPassword(given: PasswordSignIn): Promise<SignedIn> {
    this.attempts.byPassword(given.address, normalEmail(given.email) ?? '', given.cookieHeader);
    return this.passwords.enter(given);
  }

  async openLink(token: string): Promise<OpenLink | undefined> {
    return this.links.describe(token);
  }

  async byLink(token: string, given: LinkSignIn): Promise<SignedIn> {
    this.attempts.fromAddress(given.address);
    return this.links.enter(token, given);
  }

  async changePassword(session: Session, given: PasswordChange): Promise<SignedIn> {
    this.attempts.inSession(session.id);
    return this.changes.change(session, given);
  }

  async signOut(session: Session): Promise<SignedOut> {
    return this.out.here(session);
  }

  async signOutEverywhere(session: Session): Promise<SignedOut> {
    return this.out.everywhere(session);
  }
}
