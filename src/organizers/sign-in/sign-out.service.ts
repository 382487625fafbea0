import type { Principal, Session } from '@app/access';
import { TransactionRunner } from '@app/database';
import type { SignedOut } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { AccountTrail } from '../people/account-trail.service.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SessionsService } from '../sessions/sessions.service.js';

/** Ends sessions of people who ask for it. */
@Injectable()
export class SignOut {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly sessions: SessionsService,
    private readonly cookie: SessionCookie,
    private readonly trail: AccountTrail,
  ) {}

  async here(session: Session): Promise<SignedOut> {
    await this.transactions.run(async () => {
      if (await this.sessions.end(session.id))
        await this.trail.append('signed_out', session.personId, personOf(session));
    });
    return { setCookie: [this.cookie.ended()] };
  }

  async everywhere(session: Session): Promise<SignedOut> {
    await this.transactions.run(async () => {
      await this.sessions.endAllOf(session.personId);
      await this.trail.append('signed_out_everywhere', session.personId, personOf(session));
    });
    return { setCookie: [this.cookie.ended()] };
  }
}

const personOf = ({ personId, name }: Session): Principal => ({
  type: 'person',
  id: personId,
  name,
  grants: new Map(),
});
