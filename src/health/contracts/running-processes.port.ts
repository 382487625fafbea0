/** A process of this installation, by its own last word. */
export interface RunningProcess {
  readonly id: string;
  readonly role: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly nodeVersion: string;
  readonly started: Date;
  /** When it last said so. */
  readonly seen: Date;
  /** It has not said so for longer than it may: it was killed, or is cut off from the database. */
  readonly isGone: boolean;
  readonly callsInFlight: number;
  /** In the queue as this process sees it, of up to 50 deliveries each; null: the queue cannot be reached from there. */
  readonly jobsWaiting: number | null;
}

/** A process says so often that it runs. */
export const reportSeconds = 5;
/** One that was killed is listed so long. */
export const goneHours = 1;

/** Who runs. One that was stopped in good order is absent at once, one that was killed after `goneHours`. */
export interface RunningProcesses {
  /** Oldest first. */
  list(): Promise<readonly RunningProcess[]>;
}
export const RunningProcesses = Symbol('RunningProcesses');
