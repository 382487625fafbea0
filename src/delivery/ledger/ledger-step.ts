import type { LedgerFinding } from './ledger-fault.js';
import type { WalkState } from './ledger-walks.repository.js';

/** A step of a walk was done. */
export interface LedgerStep {
  /** Where the walk goes on; undefined: its pass is over. */
  readonly next: Pick<WalkState, 'day' | 'place'> | undefined;
  readonly findings: readonly LedgerFinding[];
}
