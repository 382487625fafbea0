import type { Principal } from '@app/access';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { changesBetween, OrganizerDeleted } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { KnownTokens } from './known-tokens.service.js';
import { TokenTrail } from './token-trail.service.js';
import type { TokenEntity } from './token.entity.js';
import { TokensRepository } from './tokens.repository.js';

/** Ends tokens. */
@Injectable()
export class TokenRevocation {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    private readonly transactions: TransactionRunner,
    private readonly tokens: TokensRepository,
    private readonly known: KnownTokens,
    private readonly trail: TokenTrail,
  ) {}

  /** It counts no longer, in this process at once. Revoking it again changes nothing. */
  async revoke(token: TokenEntity, principal: Principal): Promise<void> {
    const { organizerId, id } = token;
    const revoked = this.clock.now();
    await this.transactions.run(async (manager) => {
      const hashes = await this.tokens.revoke(organizerId, revoked, id);
      if (hashes.length === 0) return;
      const changes = changesBetween({}, { revoked: revoked.toISOString() });
      await this.trail.append('deleted', token, changes, principal, manager);
      this.transactions.afterCommit(manager, () => this.known.forget(hashes));
    });
  }

  @InTransaction(OrganizerDeleted)
  async endWithOrganizer({ organizerId }: OrganizerDeleted, manager: EntityManager): Promise<void> {
    const hashes = await this.tokens.revoke(organizerId, this.clock.now());
    this.transactions.afterCommit(manager, () => this.known.forget(hashes));
  }
}
