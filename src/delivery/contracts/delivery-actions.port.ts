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

/** A resend of many that is being worked off. */
export interface ResendProgress {
  readonly since: Date;
  readonly total: number;
  readonly done: number;
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
  /** How many `resendAll` would send. @throws NotFound */
  countResend(actor: DeliveryActor, range: ResendRange): Promise<number>;
  /** Those of a webhook that have not ended, oldest first. */
  running(webhookId: number): Promise<readonly ResendProgress[]>;
}
export const DeliveryActions = Symbol('DeliveryActions');
