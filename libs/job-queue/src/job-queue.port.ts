/** Fresh deliveries; and retries with known-slow webhooks, which get at most half of a process's calls in flight. */
export const lanes = ['fresh', 'slow'] as const;
export type Lane = (typeof lanes)[number];

/** What is queued: one lease, which covers up to 50 deliveries. Ids only, no secrets, no payloads. */
export interface LeaseJob {
  readonly version: 1;
  /** A bigint as text. */
  readonly lease: string;
}

/** A hint of what to call next. PostgreSQL alone knows what is owed: a queue may forget everything at any moment. */
export interface JobQueue {
  /** True once the jobs are queued; false when the queue did not take them within a second. Never rejects. */
  add(lane: Lane, jobs: readonly LeaseJob[]): Promise<boolean>;
  /** Jobs that wait in the lane, as they were when `epoch` was last asked, and what was added here since. */
  waiting(lane: Lane): number;
  /** The name of the queue's memory: another one when what was queued may be lost; null while it cannot be told. Never rejects. */
  epoch(): Promise<string | null>;
  /**
   * Those of these leases whose job waits in a lane or is being handled by anybody; null while that cannot be told. Never
   * rejects.
   */
  holds(leases: readonly string[]): Promise<ReadonlySet<string> | null>;
  /** Once it has resolved no handler runs, and none begins. What is queued stays. */
  stopTaking(): Promise<void>;
  /** Gives back all connections; `stopTaking` comes first. */
  close(): Promise<void>;
}
export const JobQueue = Symbol('JobQueue');

/** Takes the jobs of both lanes. A rejection is reported and ends that job alone: the sweep comes back to its lease. */
export interface JobHandler {
  handle(lane: Lane, job: LeaseJob): Promise<void>;
}
export const JobHandler = Symbol('JobHandler');
