import { type Counts, nothingCounted } from '../compare/counts.js';
import type { Scenario } from '../scenarios/scenario.js';

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

/** Of a scenario that could not be played to its end. */
export function unplayed({ name, fault, mustHold, holes = [] }: Scenario, error: Error): Row {
  return {
    name,
    fault,
    mustHold,
    holes,
    counts: nothingCounted,
    answers: {},
    drainedAfterMs: 0,
    memoryMegabytes: 0,
    said: {},
    notes: [String(error.stack)],
    failures: [`not played to its end: ${error.message}`],
    seconds: 0,
  };
}
