import { administrator, type Principal } from '@app/access';
import { Clock } from '@app/database';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { KnownTokens } from '../tokens/known-tokens.service.js';
import { TokenUse } from '../tokens/token-use.service.js';
import { hashOfToken, isSameHash, isTokenShaped } from '../tokens/token-secret.js';
import type { Authenticator } from './authenticator.port.js';
import { isConsolePage } from './console-page.js';
import { tokenOfHeader } from './authorization-header.js';
import { TokenGuesses } from './token-guesses.service.js';
import { TokenInvalid, TokenRevoked } from './unauthorized.js';

/** Programs: the administrator's token of the settings, and the tokens of organizers. */
@Injectable()
export class TokenAuthenticator implements Authenticator {
  private readonly adminHash: Buffer;

  constructor(
    @Inject(Settings) { adminToken }: Settings,
    @Inject(Clock) private readonly clock: Clock,
    private readonly tokens: KnownTokens,
    private readonly use: TokenUse,
    private readonly guesses: TokenGuesses,
  ) {
    this.adminHash = hashOfToken(adminToken);
  }

  /** @throws TooManyRequests, too, where too many wrong tokens came from the request's address */
  async principalOf(request: FastifyRequest): Promise<Principal | undefined> {
    if (isConsolePage(request)) return undefined;
    const token = tokenOfHeader(request.headers.authorization);
    if (token === undefined) return undefined;
    // Hashes are of one length, so that comparing them takes one time.
    const hash = hashOfToken(token);
    if (isSameHash(hash, this.adminHash)) return administrator;
    const known = isTokenShaped(token) ? await this.tokens.find(hash) : undefined;
    if (!known) {
      this.guesses.note(request.ip);
      throw new TokenInvalid();
    }
    if (known.revoked) throw new TokenRevoked();
    const now = this.clock.now();
    if (known.expires !== null && known.expires <= now) throw new TokenInvalid();
    this.use.note(known, now);
    return known.principal;
  }
}
