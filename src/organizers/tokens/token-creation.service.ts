import { type OrganizerScope, type Permission, permissions, type Principal } from '@app/access';
import { Clock, type EntityManager, holdLock, TransactionRunner } from '@app/database';
import { ValidationFailed } from '@app/rest';
import { changesBetween } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { givingFault } from '../access/giving-permissions.js';
import { createToken, hashOfToken, prefixOfToken } from './token-secret.js';
import { TokenTrail } from './token-trail.service.js';
import type { TokenEntity } from './token.entity.js';
import { toTokenDto } from './token.mapper.js';
import { TokensRepository } from './tokens.repository.js';

export interface TokenFields {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expires: Date | null;
}

/** Gives out tokens, so many as an organizer may have: each has its own share of requests. */
@Injectable()
export class TokenCreation {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settings) private readonly settings: Settings,
    private readonly transactions: TransactionRunner,
    private readonly tokens: TokensRepository,
    private readonly trail: TokenTrail,
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
      await this.requireRoom(organizer.id, created, manager);
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
      await this.trail.append('created', entity, changes, principal, manager);
      return entity;
    });
    return { entity, token };
  }

  /** @throws ValidationFailed when as many count as may */
  private async requireRoom(organizerId: number, now: Date, manager: EntityManager): Promise<void> {
    const { maxTokens } = this.settings;
    await holdLock(`tokens of ${organizerId}`, manager);
    if ((await this.tokens.countActive(organizerId, now)) < maxTokens) return;
    throw new ValidationFailed({
      non_field_errors: [`An organizer can have no more than ${maxTokens} active tokens. Revoke one first.`],
    });
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
