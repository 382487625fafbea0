import { logCutoff } from '../../config/log-cutoff.js';
import { resendableDays } from '../contracts/resendable-days.js';

const dayMs = 86_400_000;
/** A round of calls takes no longer than this (DOORBELL_RETRY_SCHEDULE). */
const roundDays = 3;
const marginDays = 1;
/** The order of ids is that of time, but for moments, and for what the clocks of two processes differ by. */
const orderMarginMs = 60_000;

/**
 * How long notifications are needed: as long as a resend may be asked for, then the round that it starts, then as long
 * as the last call of that round is shown.
 */
export class NotificationRetention {
  /** @param logDays how long a call is shown */
  constructor(private readonly logDays: number) {}

  /** What was recorded before this is needed no more, unless it was owed for longer than any schedule takes. */
  cutoff(now: Date): Date {
    return daysBefore(now, resendableDays + roundDays + this.logDays + marginDays);
  }

  /** What was recorded before this and is still owed is owed for longer than any schedule takes. */
  overdue(now: Date): Date {
    return daysBefore(now, resendableDays + roundDays);
  }

  /** Since when notifications are needed of which the one with the lowest id was recorded then. */
  neededFrom(lowest: Date): Date {
    return new Date(lowest.getTime() - orderMarginMs);
  }

  /** How long a day is needed on which something was still owed now. */
  heldUntil(now: Date): Date {
    return daysBefore(now, -(this.logDays + marginDays));
  }

  /** Recording keys are kept as long as the log. */
  keysCutoff(now: Date): Date {
    return logCutoff(now, { logRetentionDays: this.logDays });
  }
}

const daysBefore = (moment: Date, days: number): Date => new Date(moment.getTime() - days * dayMs);
