import type { Principal } from '@app/access';
import type { ResendState } from './delivery-history.port.js';

/** Whose webhook it is, and who acts. */
export interface DeliveryActor {
  readonly organizerId: number;
  readonly webhookId: number;
  readonly principal: Principal;
}

export interface ResendRange {
  /** Recorded at or after. */
  readonly since: Date;
  /** Recorded before. */
  readonly until: Date;
  readonly state: ResendState;
}

/** A resend of many: worked off in the background, in steps. */
export interface ResendProgress {
  readonly since: Date;
  /** How many it was to send when it was accepted. */
  readonly total: number;
  /** How many are owed again by now. */
  readonly done: number;
  readonly accepted: Date;
  /** Null while there is more to do. It ends early when the webhook is disabled. */
  readonly finished: Date | null;
}

/** How many would be sent again. */
export interface ResendCount {
  readonly count: number;
  /** Otherwise there are more. */
  readonly isExact: boolean;
}

/** Retries that were due at a moment and have not been called since. */
export interface DueRetries {
  readonly count: number;
  /** Whether everything that the webhook is owed was read. Otherwise there may be more. */
  readonly isExact: boolean;
}

/** What the API does to the deliveries of a webhook, for pages: the same checks, the same entries in the audit trail. */
export interface DeliveryActions {
  /** Calls every waiting retry now; answers how many. @throws NotFound, Conflict when the webhook is disabled */
  expedite(actor: DeliveryActor): Promise<number>;
  /** Calls no waiting retry any more; answers how many. @throws NotFound */
  drop(actor: DeliveryActor): Promise<number>;
  /** Begins a new round of one delivery. @throws NotFound, Conflict when it is disabled, or was recorded too long ago */
  resend(actor: DeliveryActor, deliveryId: number): Promise<void>;
  /** Accepts to send all of the range again; answers how many. @throws NotFound, Conflict when it is disabled */
  resendAll(actor: DeliveryActor, range: ResendRange): Promise<number>;
  /** How many `resendAll` would send, 10,000 at most. @throws NotFound */
  countResend(actor: DeliveryActor, range: ResendRange): Promise<ResendCount>;
  /** Of the newest 20 resends of many for a webhook, those that have not ended, or ended at or after `since`; oldest first. */
  recent(webhookId: number, since: Date): Promise<readonly ResendProgress[]>;
  /** How many retries of the webhook that were due at this moment have not been called since. It reads 20,000 rows at most. */
  countDue(webhookId: number, at: Date): Promise<DueRetries>;
}
export const DeliveryActions = Symbol('DeliveryActions');
