/**
 * What can be wrong with a delivery. `lease_gone`: owed, but covered by a lease that nobody can end. `lease_overdue`:
 * covered by one that somebody should have ended. `delivery_gone`: was owed, and is neither owed nor ended.
 * `two_states`: is owed, and has ended.
 */
export const ledgerFaults = ['lease_gone', 'lease_overdue', 'delivery_gone', 'two_states'] as const;
export type LedgerFault = (typeof ledgerFaults)[number];

/** Deliveries found by one step of a walk, all with one fault. */
export interface LedgerFinding {
  readonly fault: LedgerFault;
  readonly deliveries: readonly number[];
  /** Whether they are on their way again; otherwise somebody else has to do something. */
  readonly isMended: boolean;
}
