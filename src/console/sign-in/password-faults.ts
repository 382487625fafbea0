import type { FaultSentence } from '../layout/readable-faults.js';

/** What may be wrong with a password that somebody types. */
export const passwordFaults: readonly FaultSentence[] = [
  [/^This is not your password\.$/, ({ account }) => account.password.faults.current],
  [/^Use at least (\d+) characters\.$/, ({ account }, least) => account.password.faults.tooShort(least)],
  [/^Too many people use this password\.$/, ({ account }) => account.password.faults.common],
  [/^Your name or your e-mail address is no password\.$/, ({ account }) => account.password.faults.own],
];
