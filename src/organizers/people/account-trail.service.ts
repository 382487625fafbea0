import { type Principal, systemPrincipal } from '@app/access';
import { TransactionRunner } from '@app/database';
import { type AuditedChanges, AuditTrail } from '@contracts/organizers';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';

export const accountActions = [
  'created',
  'renamed',
  'administrator_added',
  'administrator_removed',
  'link_created',
  'password_changed',
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'signed_out_everywhere',
] as const;
export type AccountAction = (typeof accountActions)[number];

/** What happens to an account, in the audit trail. It belongs to no organizer: a person may work for several. */
@Injectable()
export class AccountTrail implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AccountTrail.name);
  private readonly unwritten = new Set<Promise<void>>();

  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    private readonly transactions: TransactionRunner,
  ) {}

  /** In the ambient transaction. */
  async append(
    action: AccountAction,
    personId: number,
    principal: Principal,
    changes: AuditedChanges = {},
  ): Promise<void> {
    const entry = { organizerId: null, principal, object: { type: 'person', id: personId } as const };
    await this.transactions.run(async (manager) =>
      this.trail.append([{ ...entry, action: `doorbell.person.${action}`, changes }], manager),
    );
  }

  /** Soon: whoever waited for the write could tell by the time it takes that the person exists. */
  noteFailure(personId: number, address: string): void {
    const writing = this.append('sign_in_failed', personId, systemPrincipal, { address: [null, address] })
      .catch((error: unknown) =>
        this.logger.warn({
          code: 'sign_in_failure_unwritten',
          message: 'A failed sign-in could not be written to the audit trail.',
          error,
        }),
      )
      .finally(() => this.unwritten.delete(writing));
    this.unwritten.add(writing);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.unwritten);
  }
}
