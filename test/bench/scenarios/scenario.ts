import type { Finding } from '../report/finding.js';
import type { Stage } from '../stage/stage.js';

export interface RunOptions {
  /** How often the reference and Doorbell take turns. */
  readonly rounds: number;
  /** Smaller numbers all over: to see that it works, and to compare two builds roughly. */
  readonly quick: boolean;
  /** Of what only time shows. */
  readonly durationSeconds: number;
}

/** A question to Doorbell's speed, and how it is answered. */
export interface Scenario {
  readonly name: string;
  /** What it asks, in a sentence. */
  readonly asks: string;
  /** @throws BrokenRun when something got lost, and only then or when it could not be played at all. */
  run(stage: Stage, options: RunOptions): Promise<readonly Finding[]>;
}

/** Something that no figure excuses: a notification that was recorded and did not arrive, or is still owed. */
export class BrokenRun extends Error {
  override readonly name = 'BrokenRun';
}
