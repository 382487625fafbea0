/** What the ledger's auditor knows, whichever process it runs in. */
export interface LedgerStanding {
  /** Deliveries found in no state, in two, or with nobody who would come back to them; since the last pass began. */
  readonly unaccounted: number;
  /** Seconds since all that was ever owed was last gone through; null: it was not yet. */
  readonly lastPassAge: number | null;
}

/** For health and metrics. */
export interface LedgerFindings {
  standing(): Promise<LedgerStanding>;
}
export const LedgerFindings = Symbol('LedgerFindings');
