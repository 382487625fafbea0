import type { Session } from '@app/access';
import type { LinkPurpose } from './sign-in-link.js';

/** Characters of a password. There are no other rules about what it is made of, but that many people have it. */
export const passwordLength = { min: 10, max: 200 } as const;

/** Somebody is in. Whoever answers the browser sends each of `setCookie` as a `Set-Cookie` header, as it is. */
export interface SignedIn {
  readonly personId: number;
  readonly setCookie: readonly string[];
}

/** Nobody is in any more. */
export interface SignedOut {
  readonly setCookie: readonly string[];
}

export interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
  /** Where it comes from (`request.ip`). */
  readonly address: string;
  /** The request's `Cookie` header. A browser that this person has signed in with before has tries of its own. */
  readonly cookieHeader?: string | undefined;
}

/** What the page of a link shows. */
export interface OpenLink {
  readonly purpose: LinkPurpose;
  /** Of the person it is for; undefined at the first sign-in, which asks for both. */
  readonly email: string | undefined;
  readonly name: string | undefined;
}

export interface LinkSignIn {
  /** The new one. */
  readonly password: string;
  /** At the first sign-in. */
  readonly email?: string;
  readonly name?: string;
  readonly address: string;
}

export interface PasswordChange {
  readonly current: string;
  readonly password: string;
  readonly address: string;
}

/** How people get in and out. All of it is in the audit trail, failures of people who exist too. */
export interface SignIn {
  /**
   * @throws SignInRefused, TooManyRequests for this browser where it knows the person; elsewhere for this network, or
   * for this e-mail address, whether it exists or not
   */
  byPassword(given: PasswordSignIn): Promise<SignedIn>;

  /** Says what a link is for, and uses nothing up; undefined when it does not count. */
  openLink(token: string): Promise<OpenLink | undefined>;

  /**
   * Gives the person this password and lets them in. The link is used up, their other links too; their sessions end.
   * Of two at once, one is let in. @throws LinkInvalid, ValidationFailed (`password`, `email`, `name`), and then the
   * link is not used up; TooManyRequests for this network, whose tries strangers there share
   */
  byLink(token: string, given: LinkSignIn): Promise<SignedIn>;

  /** All sessions end but the new one, which is in the answer. @throws ValidationFailed (`current`, `password`), TooManyRequests */
  changePassword(session: Session, given: PasswordChange): Promise<SignedIn>;

  /** Ends this session. Ending it again changes nothing. */
  signOut(session: Session): Promise<SignedOut>;

  /** Ends all sessions of the person. */
  signOutEverywhere(session: Session): Promise<SignedOut>;
}
export const SignIn = Symbol('SignIn');
