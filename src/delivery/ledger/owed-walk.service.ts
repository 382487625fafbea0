import { Injectable } from '@nestjs/common';
import { TransactionRunner } from '@app/database';
import { EventBus } from '@app/event-bus';
import { DeliveriesWaiting } from '../sweep/deliveries-waiting.event.js';
import type { LedgerFinding } from './ledger-fault.js';
import type { LedgerStep } from './ledger-step.js';
import type { WalkState } from './ledger-walks.repository.js';
import { OwedStatesRepository, type StrandedDelivery } from './owed-states.repository.js';

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
      if (gone.length > 0) {
        await this.repository.free(gone, manager);
        await this.bus.publish(new DeliveriesWaiting(), manager);
      }
      if (last === null) await this.repository.forgetContents(manager);
      const findings = [
        ...findingOf(gone, 'lease_gone', true),
        ...findingOf(overdue, 'lease_overdue', false),
      ];
      return { next: last === null ? undefined : { day: null, place: last }, findings };
    });
  }
}

function findingOf(
  stranded: readonly StrandedDelivery[],
  fault: LedgerFinding['fault'],
  isMended: boolean,
): readonly LedgerFinding[] {
  return stranded.length === 0 ? [] : [{ fault, deliveries: stranded.map(({ id }) => id), isMended }];
}
