import type { CallResult } from '@app/http-egress';
import type { RetrySchedule } from '../retry/retry-schedule.js';

/** What a call means for its delivery, while it is owed. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  | {
      readonly kind: 'retry';
      readonly due: Date;
      /** Calls that count in the round. */ readonly attempts: number;
    }
  | { readonly kind: 'exhausted' };

const goneStatus = 410;

/** Whether the receiver asks not to be called any more. */
export function isGone({ returnCode }: CallResult): boolean {
  return returnCode === goneStatus;
}

/** The one place that decides. `ended` is the moment the call was over. */
export function outcomeOf(
  result: CallResult,
  attempt: number,
  ended: Date,
  schedule: RetrySchedule,
): Outcome {
  if (result.success) return { kind: 'succeeded' };
  // An outage of ours costs nobody an attempt: the number of calls ends a round, never the clock.
  if (result.error?.code === 'interrupted') return { kind: 'retry', due: ended, attempts: attempt - 1 };
  const due = schedule.next(attempt, ended);
  return due ? { kind: 'retry', due, attempts: attempt } : { kind: 'exhausted' };
}
