/** Sends a sample body to a webhook, disabled or not; never retried, a 410 disables nothing. */
export interface TestCalls {
  /** Resolves with the id of the logged call. @throws ValidationFailed on an unknown action type. */
  send(
    organizer: { readonly id: number; readonly slug: string },
    webhookId: number,
    actionType: string,
  ): Promise<number>;
}
export const TestCalls = Symbol('TestCalls');
