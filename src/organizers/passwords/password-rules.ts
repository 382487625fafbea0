import { passwordLength } from '@contracts/organizers';
import { commonPasswords } from './common-passwords.js';

/** Accents that are typed in two ways are one password. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/**
 * What is wrong with a new password, as NIST SP 800-63B has it: its length, or that it is the first thing that is tried.
 * Undefined where nothing is.
 */
export function passwordFault(password: string, person: { email: string; name: string }): string | undefined {
  const normal = normalPassword(password);
  const length = Array.from(normal).length;
  if (length < passwordLength.min) return `Use at least ${passwordLength.min} characters.`;
  if (length > passwordLength.max) return `Use at most ${passwordLength.max} characters.`;
  const simple = normal.toLowerCase();
  if (commonPasswords.has(simple) || new Set(simple).size < 3) return 'Too many people use this password.';
  const own = [person.email, person.email.split('@')[0]!, person.name].map((text) => text.toLowerCase());
  if (own.includes(simple)) return 'Your name or your e-mail address is no password.';
  return undefined;
}
