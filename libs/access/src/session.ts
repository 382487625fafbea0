/** A person who is signed in, in one browser. */
export interface Session {
  readonly id: number;
  readonly personId: number;
  readonly email: string;
  readonly name: string;
  /** A secret of this session, the same as long as it lasts: what its forms' tokens are made from. Never stored. */
  readonly formKey: string;
}
