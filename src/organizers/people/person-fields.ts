import type { FieldErrors } from '@app/rest';
import type { Invitation } from '@contracts/organizers';
import { normalEmail } from './email.js';

const nameMaxLength = 190;

export interface PersonFields {
  /** Normalised; '' where there is a fault. */
  readonly email: string;
  readonly name: string;
  readonly faults: FieldErrors;
}

/** What was given, as it is stored, and what is wrong with it. */
export function readPersonFields({ email, name }: Invitation): PersonFields {
  const normal = normalEmail(email);
  const fault = nameFault(name.trim());
  return {
    email: normal ?? '',
    name: name.trim(),
    faults: {
      ...(normal === undefined && { email: ['Enter a valid e-mail address.'] }),
      ...(fault && { name: [fault] }),
    },
  };
}

/** What is wrong with a name, without the spaces around it. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'Enter a name.';
  if (name.length > nameMaxLength) return `Use at most ${nameMaxLength} characters.`;
  return /\p{Cc}/u.test(name) ? 'Enter a name without control characters.' : undefined;
}
