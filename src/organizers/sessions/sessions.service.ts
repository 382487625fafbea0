import { Clock } from '@app/database';
import type { SignedInPerson, Sessions } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { toPrincipal } from '../people/person.mapper.js';
import { SessionCookie } from './session-cookie.js';
import { createSecret, formKeyOf, hashOfSecret, isSecretShaped } from './session-secret.js';
import { type ListedSession, type SessionLimits, SessionsRepository } from './sessions.repository.js';

/** A session ends so long after it was last used. */
const idleSeconds = 12 * 3600;
/** And so long after it began, however much it is used. */
const longestSeconds = 7 * 24 * 3600;
/** Use is noted to the minute. */
const noteEveryMs = 60_000;
/** The oldest ends where a person begins one more. */
const sessionsOfPerson = 50;

/** Begins, finds and ends sessions. What was ended counts nowhere any more: they are looked up at every request. */
@Injectable()
export class SessionsService implements Sessions {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly sessions: SessionsRepository,
    private readonly cookie: SessionCookie,
  ) {}

  async find(
    cookieHeader: string | undefined,
    { isUse } = { isUse: true },
  ): Promise<SignedInPerson | undefined> {
    const secret = this.cookie.read(cookieHeader);
    if (secret === undefined || !isSecretShaped(secret)) return undefined;
    const now = this.clock.now();
    const found = await this.sessions.find(hashOfSecret(secret), limitsAt(now));
    if (!found) return undefined;
    const { id, personId, email, name, isAdministrator, roles, lastUsed } = found;
    if (isUse && now.getTime() - lastUsed.getTime() >= noteEveryMs) await this.sessions.noteUse(id, now);
    return {
      session: { id, personId, email, name, formKey: formKeyOf(secret) },
      principal: toPrincipal({ id: personId, name, isAdministrator }, roles),
    };
  }

  /** Whether a `Cookie` header has one of ours, that counts or not. */
  isCarriedBy(cookieHeader: string | undefined): boolean {
    return Boolean(this.cookie.read(cookieHeader));
  }

  /** A new session of somebody who signs in from there, in the ambient transaction. @returns the `Set-Cookie` header that carries it */
  async begin(personId: number, address: string): Promise<string> {
    const secret = createSecret();
    const now = this.clock.now();
    const hash = hashOfSecret(secret);
    await this.sessions.insert({ personId, hash, address, created: now, lastUsed: now });
    await this.sessions.deleteOf(personId, sessionsOfPerson);
    return this.cookie.carrying(secret, longestSeconds);
  }

  /** @returns whether it was there */
  async end(id: number): Promise<boolean> {
    return this.sessions.delete(id);
  }

  /** Those of a person that count, the one used last first. */
  async listOf(personId: number): Promise<readonly ListedSession[]> {
    return this.sessions.listOf(personId, limitsAt(this.clock.now()));
  }

  async endAllOf(personId: number): Promise<void> {
    await this.sessions.deleteOf(personId);
  }

  /** Deletes some that have ended by themselves; answers how many. */
  async purge(limit: number): Promise<number> {
    return this.sessions.purge(limitsAt(this.clock.now()), limit);
  }
}

function limitsAt(now: Date): SessionLimits {
  const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
  return { createdAfter: before(longestSeconds), usedAfter: before(idleSeconds) };
}
