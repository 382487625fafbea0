import type { Principal } from '@app/access';

export interface TestCall {
  readonly organizer: { readonly id: number; readonly slug: string };
  readonly webhookId: number;
  /** A registered type's name. */
  readonly actionType: string;
  /** Who asks: for the audit trail. */
  readonly principal: Principal;
}

/** Sends a sample body to a webhook, disabled or not; never retried, a 410 disables nothing. */
export interface TestCalls {
  /**
   * Resolves with the id of the logged call, with its entry in the audit trail.
   * @throws ValidationFailed on `action_type` when there is no such type, NotFound when there is no such webhook,
   * Conflict when its URL cannot be read.
   */
  send(call: TestCall): Promise<number>;
}
export const TestCalls = Symbol('TestCalls');
