import type { DeliveryEnd } from '@contracts/delivery';
import type { OwedAtRecording } from './fan-outs.repository.js';

/** Where a delivery that has not ended is. `queued`: for a process to take it. `stranded`: under a lease that is gone. */
export const owedStates = ['waiting', 'queued', 'in_flight', 'stranded'] as const;
export type OwedState = (typeof owedStates)[number];
export type DeliveryState = OwedState | DeliveryEnd;

/** One delivery's line in the ledger. */
export interface LedgerEntry {
  readonly delivery: OwedAtRecording;
  /**
   * Every state it has: one, if all is well. None: it is unaccounted for, unless its webhook is gone, with what it was
   * owed. Two: it is owed, and has ended.
   */
  readonly states: readonly DeliveryState[];
}

/** Its one state; undefined: it is unaccounted for. */
export function accountedState({ states }: LedgerEntry): DeliveryState | undefined {
  return states.length > 1 || states[0] === 'stranded' ? undefined : states[0];
}
