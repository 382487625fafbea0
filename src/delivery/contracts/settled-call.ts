import type { CallResult } from '@app/http-egress';
import type { NotificationSummary } from '@contracts/events';

/** One HTTP attempt and what it means: everything the log needs. */
export interface SettledCall {
  readonly organizerId: number;
  readonly webhookId: number;
  /** Null for a test call. */
  readonly deliveryId: number | null;
  /** For a test call: id 0, and the sample body. */
  readonly notification: NotificationSummary;
  /** When the call began. */
  readonly began: Date;
  /** As called, with credentials: the log masks it. */
  readonly url: string;
  readonly round: number;
  /** From 1 in each round. */
  readonly attempt: number;
  readonly result: CallResult;
  /** The delivery ended with this call. */
  readonly final: boolean;
  readonly nextAttempt: Date | null;
}

/** In the settling transaction: the states are written, the log is to be. `ids` is the listener's answer, in order. */
export class CallsSettled {
  static readonly eventName = 'delivery.calls-settled';
  readonly ids: number[] = [];
  constructor(readonly calls: readonly SettledCall[]) {}
}
