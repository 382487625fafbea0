import type { DeliveryEnd } from '@contracts/delivery';
import type { OwedAtRecording } from './fan-outs.repository.js';

/** Where a delivery that has not ended is. `queued`: for a process to take it. */
export const owedStates = ['waiting', 'queued', 'in_flight'] as const;
export type OwedState = (typeof owedStates)[number];

/** One delivery's line in the ledger. */
export interface LedgerEntry {
  readonly delivery: OwedAtRecording;
  /**
   * Every state it has: one, if all is well. None: it is unaccounted for, unless its webhook is gone, with what it was
   * owed. Two: it is owed, and has ended.
   */
  readonly states: readonly (OwedState | DeliveryEnd)[];
}
