import type { AccessRequest, Principal } from '@app/access';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Authenticator } from './authenticator.port.js';
import { isConsolePage } from './console-page.js';
import { SessionEnded } from './unauthorized.js';

/** People, by the cookie of their session: on pages of the console alone, whose forms are protected against forgery. */
@Injectable()
export class SessionAuthenticator implements Authenticator {
  constructor(private readonly sessions: SessionsService) {}

  async principalOf(
    request: FastifyRequest & AccessRequest,
    asked: { readonly isUse: boolean },
  ): Promise<Principal | undefined> {
    if (!isConsolePage(request)) return undefined;
    const { cookie } = request.headers;
    const found = await this.sessions.find(cookie, asked);
    if (!found) {
      if (this.sessions.isCarriedBy(cookie)) throw new SessionEnded();
      return undefined;
    }
    request.session = found.session;
    return found.principal;
  }
}
