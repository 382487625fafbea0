/** What this process knows, without asking anybody, of the queue and of its own calls. */
export interface CallQueueState {
  /** Calls of this process under way. */
  readonly callsInFlight: number;
  /** Jobs that wait, of up to 50 deliveries each; null: the queue cannot be reached. */
  readonly jobsWaiting: number | null;
}
export const CallQueueState = Symbol('CallQueueState');
