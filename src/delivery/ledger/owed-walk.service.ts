import { Injectable } from '@nestjs/common';
import { TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { DeliveriesWaiting } from '../sweep/deliveries-waiting.event.js';
import type { LedgerFinding } from './ledger-fault.js';
import type { LedgerStep } from './ledger-step.js';
import type { WalkState } from './ledger-walks.repository.js';
import { OwedStatesRepository } from './owed-states.repository.js';

/** Goes through what is owed, and frees what nobody would ever come back to. */
@Injectable()
export class OwedWalk {
  constructor(
    private readonly repository: OwedStatesRepository,
    private readonly transactions: TransactionRunner,
    private readonly bus: EventBus,
  ) {}

  async step({ place }: WalkState): Promise<LedgerStep> {
    return this.transactions.runApart(async (manager) => {
      const { stranded, last } = await this.repository.findStranded(place, manager);
      const gone = stranded.filter(({ fault }) => fault === 'lease_gone');
      const overdue = stranded.filter(({ fault }) => fault === 'lease_overdue');
      const freed = gone.length > 0 ? await this.repository.free(gone, manager) : [];
      if (freed.length > 0) await this.bus.publish(new DeliveriesWaiting(), manager);
      if (last === null) await this.repository.forgetContents(manager);
      const findings = [
        ...findingOf(freed, 'lease_gone', true),
        ...findingOf(
          overdue.map(({ id }) => id),
          'lease_overdue',
          false,
        ),
      ];
      return { next: last === null ? undefined : { day: null, place: last }, findings };
    });
  }
}

function findingOf(
  deliveries: readonly number[],
  fault: LedgerFinding['fault'],
  isMended: boolean,
): readonly LedgerFinding[] {
  return deliveries.length === 0 ? [] : [{ fault, deliveries, isMended }];
}
