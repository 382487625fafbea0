import type { Hole } from './holes.js';
import type { StageOptions } from '../stage/stage.js';
import type { Scene } from '../scene.js';

export interface PlayOptions {
  readonly seed: number;
  /** How long it goes on breaking things. */
  readonly durationMs: number;
}

/** What must hold beyond that nothing is lost, and nothing arrives that must not. */
export interface Bounds {
  /** After everything is ready again, until all that was accepted before has been called. */
  readonly resumeWithinMs?: number;
  /** Codes of which at least one must have been logged: it says what is wrong. */
  readonly says?: readonly string[];
  /** From being told until the first call, at the webhooks that are always well. */
  readonly calledWithinMs?: number;
  /** Whoever records gets nothing but what was asked for. */
  readonly clientsSeeNoErrors?: boolean;
  /** Resident memory of each process, in megabytes. */
  readonly memoryMegabytes?: number;
}

/** One row of the fault table. */
export interface Scenario {
  readonly name: string;
  /** What is broken. */
  readonly fault: string;
  /** What must hold beside the rules of every row. */
  readonly mustHold: string;
  /** The holes of other senders that it shows are none here. */
  readonly holes?: readonly Hole[];
  /** Whether it is one of those that run in CI. */
  readonly isShort?: boolean;
  readonly stage?: StageOptions;
  readonly bounds?: Bounds;
  /** Breaks things while notifications are recorded, and heals them. */
  play(scene: Scene): Promise<void>;
  /** Looks at what is left once nothing is owed. */
  afterwards?(scene: Scene): Promise<void>;
}
