import type { SignInLink } from './sign-in-link.js';

/** How the first person gets in. */
export interface FirstSignIn {
  /** A new link for the first administrator, for 24 hours; undefined once there is a person. Earlier ones stay valid. */
  createLink(): Promise<SignInLink | undefined>;
}
export const FirstSignIn = Symbol('FirstSignIn');
