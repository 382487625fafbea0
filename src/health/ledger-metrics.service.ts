import { Metrics } from '@app/health';
import { LedgerFindings, OwedDeliveries } from '@contracts/delivery';
import { Inject, Injectable } from '@nestjs/common';

/** What all processes together owe, and whether all of it is accounted for. */
@Injectable()
export class LedgerMetrics {
  constructor(
    metrics: Metrics,
    @Inject(OwedDeliveries) deliveries: OwedDeliveries,
    @Inject(LedgerFindings) ledger: LedgerFindings,
  ) {
    metrics.measured(
      {
        name: 'doorbell_deliveries_pending',
        help: 'Deliveries that have not ended, of all processes; an estimate where there are over 10,000.',
      },
      async () => [{ value: await deliveries.count() }],
    );
    metrics.measured(
      {
        name: 'doorbell_ledger_unaccounted',
        help: 'Deliveries found in no state, in two, or with nobody to come back to them, by the last pass of the auditor.',
      },
      async () => [{ value: (await ledger.standing()).unaccounted }],
    );
    metrics.measured(
      {
        name: 'doorbell_ledger_pass_age_seconds',
        help: 'Since the auditor last went through all that was ever owed.',
      },
      async () => {
        const { lastPassAge } = await ledger.standing();
        return lastPassAge === null ? [] : [{ value: lastPassAge }];
      },
    );
  }
}
