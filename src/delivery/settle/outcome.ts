import type { CallResult } from '@app/http-egress';
import type { RetrySchedule } from '../retry/retry-schedule.js';

/** What a call means for its delivery. `gone`: a 410, which ends the webhook if the URL is still its own. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'gone'; readonly otherwise: Exclude<Outcome, { kind: 'gone' }> }
  | { readonly kind: 'retry'; readonly due: Date }
  | { readonly kind: 'exhausted' };

const goneStatus = 410;

/** The one place that decides. `ended` is the moment the call was over. */
export function outcomeOf(
  result: CallResult,
  attempt: number,
  ended: Date,
  schedule: RetrySchedule,
): Outcome {
  if (result.success) return { kind: 'succeeded' };
  const due = schedule.next(attempt, ended);
  const failed: Outcome = due ? { kind: 'retry', due } : { kind: 'exhausted' };
  return result.returnCode === goneStatus ? { kind: 'gone', otherwise: failed } : failed;
}
