import type { CallResult } from '@app/http-egress';
import type { LoadedDelivery } from '../call/batch.loader.js';

/** A call that is over and not settled yet. */
export interface FinishedCall {
  readonly delivery: LoadedDelivery;
  /** From 1 in each round. */
  readonly attempt: number;
  readonly began: Date;
  readonly ended: Date;
  readonly result: CallResult;
}
