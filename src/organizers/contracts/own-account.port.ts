import type { Session } from '@app/access';
import type { Person } from './people.port.js';

/** One browser that a person is signed in with. */
export interface OwnSession {
  readonly id: number;
  /** Where the person signed in from. */
  readonly address: string;
  readonly created: Date;
  /** To the minute. */
  readonly lastUsed: Date;
  /** The one that asks. */
  readonly isThis: boolean;
}

/** What people may see and change of themselves, whatever their roles are. How they get in is in `SignIn`. */
export interface OwnAccount {
  /** @throws NotFound when the account has just ended */
  person(session: Session): Promise<Person>;

  /** Those that count, the one used last first. */
  sessions(session: Session): Promise<readonly OwnSession[]>;

  /** In the audit trail, where it is another one. @throws ValidationFailed (`name`), NotFound */
  rename(session: Session, name: string): Promise<void>;
}
export const OwnAccount = Symbol('OwnAccount');
