import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@app/database';
import { Settings } from '../../config/settings.js';
import { keptSince } from './kept-since.js';
import type { LedgerEntry } from './ledger-entry.js';
import type { LedgerFinding } from './ledger-fault.js';
import type { LedgerStep } from './ledger-step.js';
import type { WalkState } from './ledger-walks.repository.js';
import { Ledger } from './ledger.service.js';
import { LostDeliveries } from './lost-deliveries.service.js';

const dayMs = 86_400_000;

/** Goes through what recordings came to owe, and puts back what is in no state at all. */
@Injectable()
export class RecordedWalk {
  constructor(
    private readonly ledger: Ledger,
    private readonly lost: LostDeliveries,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  async step({ name, day, place }: WalkState): Promise<LedgerStep> {
    const now = this.clock.now();
    const since = name === 'recent' ? new Date(now.getTime() - dayMs) : keptSince(now, this.settings);
    const days = await this.ledger.days(since, now);
    // Its day may have been dropped since the last step.
    const here = day === null || !days.includes(day) ? { day: days[0], page: 0 } : { day, page: place };
    if (here.day === undefined) return { next: undefined, findings: [] };
    const { entries, next } = await this.ledger.read({ ...here, day: here.day }, days, since);
    return {
      next: next && { day: next.day, place: next.page },
      findings: await this.mend(entries),
    };
  }

  private async mend(entries: readonly LedgerEntry[]): Promise<readonly LedgerFinding[]> {
    const twice = entries.filter(({ states }) => states.length > 1).map(({ delivery }) => delivery.id);
    const missing = entries.filter(({ states }) => states.length === 0).map(({ delivery }) => delivery);
    const gone = await this.lost.putBack(missing);
    return [
      { fault: 'delivery_gone', deliveries: gone, isMended: true } as const,
      { fault: 'two_states', deliveries: twice, isMended: false } as const,
    ].filter(({ deliveries }) => deliveries.length > 0);
  }
}
