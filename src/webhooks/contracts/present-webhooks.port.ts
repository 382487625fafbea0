import type { EntityManager } from '@app/database';

/** Which webhooks there still are, for the ledger: of one that was deleted, nothing is missing. */
export interface PresentWebhooks {
  /** Those of these ids that are not deleted, as `manager`'s transaction sees them. */
  among(ids: readonly number[], manager: EntityManager): Promise<ReadonlySet<number>>;
}
export const PresentWebhooks = Symbol('PresentWebhooks');
