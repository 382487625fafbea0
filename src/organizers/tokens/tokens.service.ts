import { type OrganizerScope, type Permission, permissions, type Principal } from '@app/access';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { ValidationFailed } from '@app/rest';
import { type AuditedChanges, AuditTrail, changesBetween, OrganizerDeleted } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { givingFault } from '../access/giving-permissions.js';
import { KnownTokens } from './known-tokens.service.js';
import { createToken, hashOfToken, prefixOfToken } from './token-secret.js';
import type { TokenEntity } from './token.entity.js';
import { toTokenDto } from './token.mapper.js';
import { TokensRepository } from './tokens.repository.js';

export interface TokenFields {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expires: Date | null;
}

/** Gives out tokens and revokes them, each time with its entry in the audit trail, where no token is. */
@Injectable()
export class TokensService {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    private readonly transactions: TransactionRunner,
    private readonly tokens: TokensRepository,
    private readonly known: KnownTokens,
  ) {}

  /** The token itself is in the answer, and after that nowhere. @throws ValidationFailed */
  async create(
    organizer: OrganizerScope,
    fields: TokenFields,
    principal: Principal,
  ): Promise<{ readonly entity: TokenEntity; readonly token: string }> {
    const created = this.clock.now();
    requireGivable(organizer.id, fields, principal, created);
    const token = createToken();
    const entity = await this.transactions.run(async (manager) => {
      const entity = await this.tokens.insert({
        organizerId: organizer.id,
        name: fields.name,
        permissions: permissions.filter((permission) => fields.permissions.includes(permission)),
        expires: fields.expires,
        prefix: prefixOfToken(token),
        hash: hashOfToken(token),
        created,
      });
      const { name, prefix, permissions: given, expires } = toTokenDto(entity);
      const changes = changesBetween({}, { name, prefix, permissions: given, expires });
      await this.audit('created', entity, changes, principal, manager);
      return entity;
    });
    return { entity, token };
  }

  /** It counts no longer, in this process at once. Revoking it again changes nothing. */
  async revoke(token: TokenEntity, principal: Principal): Promise<void> {
    const { organizerId, id } = token;
    const revoked = this.clock.now();
    await this.transactions.run(async (manager) => {
      const hashes = await this.tokens.revoke(organizerId, revoked, id);
      if (hashes.length === 0) return;
      const changes = changesBetween({}, { revoked: revoked.toISOString() });
      await this.audit('deleted', token, changes, principal, manager);
      this.transactions.afterCommit(manager, () => this.known.forget(hashes));
    });
  }

  @InTransaction(OrganizerDeleted)
  async endWithOrganizer({ organizerId }: OrganizerDeleted, manager: EntityManager): Promise<void> {
    const hashes = await this.tokens.revoke(organizerId, this.clock.now());
    this.transactions.afterCommit(manager, () => this.known.forget(hashes));
  }

  private async audit(
    action: 'created' | 'deleted',
    { organizerId, id }: TokenEntity,
    changes: AuditedChanges,
    principal: Principal,
    manager: EntityManager,
  ): Promise<void> {
    const object = { type: 'token', id } as const;
    await this.trail.append(
      [{ organizerId, principal, action: `pretix.token.${action}`, object, changes }],
      manager,
    );
  }
}

/** Nobody gives what they do not hold, or what ends before it begins. @throws ValidationFailed */
function requireGivable(
  organizerId: number,
  { permissions, expires }: TokenFields,
  principal: Principal,
  now: Date,
): void {
  const faults: Record<string, readonly string[]> = {};
  const fault = givingFault(organizerId, permissions, principal);
  if (fault) faults['permissions'] = [fault];
  if (expires && expires <= now) faults['expires'] = ['This moment is in the past.'];
  if (Object.keys(faults).length > 0) throw new ValidationFailed(faults);
}
