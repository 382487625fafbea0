import type { Principal } from '@app/access';
import type { EntityManager } from '@app/database';
import { type AuditedChanges, AuditTrail } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import type { TokenEntity } from './token.entity.js';

/** Who gave out and revoked which token, in the audit trail of its organizer, where no token is. */
@Injectable()
export class TokenTrail {
  constructor(@Inject(AuditTrail) private readonly trail: AuditTrail) {}

  async append(
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
