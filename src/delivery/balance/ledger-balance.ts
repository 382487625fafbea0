import { deliveryEnds } from '@contracts/delivery';
import type { FanOutPlace } from '../ledger/fan-outs.repository.js';
import { accountedState, type DeliveryState, type LedgerEntry, owedStates } from '../ledger/ledger-entry.js';
import type { Ledger } from '../ledger/ledger.service.js';

export interface BalanceRange {
  /** Recorded at or after. */
  readonly since: Date;
  /** Recorded before. */
  readonly until: Date;
  /** Undefined: all. */
  readonly organizerId: number | undefined;
}

/** What came to be owed in a time, and what has become of it. */
export interface Balance {
  readonly deliveries: number;
  /** Deliveries by their one state. With those that are unaccounted for, they are all. */
  readonly states: ReadonlyMap<DeliveryState, number>;
  readonly unaccounted: number;
  /** The first of those that are unaccounted for. */
  readonly examples: readonly LedgerEntry[];
}

const mostExamples = 20;

/** Adds the ledger up: each delivery as it was when its page was read. Nothing is written. */
export class LedgerBalance {
  constructor(private readonly ledger: Ledger) {}

  async of({ since, until, organizerId }: BalanceRange): Promise<Balance> {
    const sum = new Sum();
    const days = await this.ledger.days(since, until);
    let place: FanOutPlace | undefined = days[0] === undefined ? undefined : { day: days[0], page: 0 };
    while (place) {
      const pages = await this.ledger.read(place, days, since);
      for (const entry of pages.entries) {
        const { delivery } = entry;
        const isOthers = organizerId !== undefined && delivery.organizerId !== organizerId;
        if (delivery.recorded < until && !isOthers) sum.add(entry);
      }
      place = pages.next;
    }
    return sum;
  }
}

class Sum implements Balance {
  readonly states = new Map<DeliveryState, number>(
    [...owedStates, ...deliveryEnds].map((state) => [state, 0]),
  );
  readonly examples: LedgerEntry[] = [];
  deliveries = 0;
  unaccounted = 0;

  add(entry: LedgerEntry): void {
    this.deliveries += 1;
    const state = accountedState(entry);
    if (state !== undefined) {
      this.states.set(state, this.states.get(state)! + 1);
      return;
    }
    this.unaccounted += 1;
    if (this.examples.length < mostExamples) this.examples.push(entry);
  }
}
