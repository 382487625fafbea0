import type { CallResult } from '@app/http-egress';
import type { SettledCall } from '@contracts/delivery';
import type { LoadedDelivery } from '../call/batch.loader.js';
import type { Outcome } from './outcome.js';
import type { SettledKind } from './settling.repository.js';

/** A call that is over and not settled yet. */
export interface FinishedCall {
  readonly delivery: LoadedDelivery;
  /** From 1 in each round. */
  readonly attempt: number;
  readonly began: Date;
  readonly ended: Date;
  readonly result: CallResult;
}

/** @param state what was written; undefined when the lease covered it no longer: the call is logged, and means nothing */
export function toSettledCall(
  { delivery, attempt, began, result }: FinishedCall,
  outcome: Outcome,
  state: SettledKind | undefined,
): SettledCall {
  const { row, webhook, notification } = delivery;
  return {
    organizerId: row.organizer_id,
    webhookId: row.webhook_id,
    deliveryId: row.id,
    notification,
    began,
    url: webhook.url,
    round: row.round,
    attempt,
    result,
    final: state === 'ended',
    nextAttempt: outcome.kind === 'retry' && state === 'retried' ? outcome.due : null,
  };
}

/** The call without what came back: the log then says that it could not be kept, and the state is written all the same. */
export function bareOf(call: FinishedCall): FinishedCall {
  const { error } = call.result;
  return {
    ...call,
    result: {
      ...call.result,
      error: error && { ...error, message: 'The particulars could not be stored.' },
      responseHeaders: {},
      responseBody: '(The answer could not be stored.)',
      remoteAddress: null,
    },
  };
}
