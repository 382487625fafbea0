import { Clock } from '@app/database';
import type { AuditedChanges, SignedIn } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { PeopleRepository } from '../people/people.repository.js';
import type { PersonEntity } from '../people/person.entity.js';
import { toPrincipal } from '../people/person.mapper.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AccountTrail } from '../people/account-trail.service.js';
import { KnownBrowserCookie } from './known-browser-cookie.js';

/** Lets people in whose right to it is known. */
@Injectable()
export class Entry {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly people: PeopleRepository,
    private readonly sessions: SessionsService,
    private readonly trail: AccountTrail,
    private readonly browsers: KnownBrowserCookie,
  ) {}

  /** Begins a session of a person that is locked, in the same transaction. */
  async open(
    person: PersonEntity,
    address: string,
    how: 'password' | 'link' | 'single sign-on',
  ): Promise<SignedIn> {
    const changes = { address: [null, address], by: [null, how] } as const satisfies AuditedChanges;
    await this.people.update(person.id, { lastSignIn: this.clock.now() });
    await this.trail.append('signed_in', person.id, toPrincipal(person, []), changes);
    const session = await this.sessions.begin(person.id, address);
    const setCookie = [session, this.browsers.carrying(person.email)];
    return { personId: person.id, setCookie };
  }

  /** Gives a person that is locked a password, and ends all of their sessions. */
  async replacePassword(person: PersonEntity, password: string): Promise<void> {
    await this.people.update(person.id, { password });
    await this.sessions.endAllOf(person.id);
    await this.trail.append('password_changed', person.id, toPrincipal(person, []));
  }
}
