import type { Counts } from '../compare/counts.js';

/** What became of one scenario. It has failed when something is in `failures`. */
export interface Row {
  readonly name: string;
  readonly fault: string;
  readonly mustHold: string;
  readonly holes: readonly string[];
  readonly counts: Counts;
  readonly answers: Readonly<Record<string, number>>;
  readonly drainedAfterMs: number;
  readonly memoryMegabytes: number;
  readonly said: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly failures: readonly string[];
  readonly seconds: number;
}
