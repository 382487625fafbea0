import type { FieldErrors } from '@app/rest';
import type { OwnSession, Person } from '@contracts/organizers';

export interface AccountProps {
  readonly person: Person;
  readonly sessions: readonly OwnSession[];
  /** As it is, or as it was just typed. */
  readonly name: string;
  readonly fields: FieldErrors;
  /** Passwords were tried too often: for so many seconds no other is. */
  readonly waitSeconds?: number;
  /** Undefined: as the browser asks. */
  readonly language: string | undefined;
  readonly notice?: string | undefined;
}
