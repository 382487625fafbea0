/** What a link is for. `first`: it makes the first administrator, while there is no person at all. */
export const linkPurposes = ['first', 'invitation', 'reset'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** How long a link works, if nobody uses it and no newer one takes its place. */
export const linkHours = 24;

/** A way in that works once. Whoever holds it can take the account: it is shown to its maker, and stored nowhere. */
export interface SignInLink {
  readonly token: string;
  readonly expires: Date;
}

/** Where the console answers a link, below where Doorbell is reached. */
export function pathOfLink(token: string): string {
  return `/console/sign-in/link/${token}`;
}
