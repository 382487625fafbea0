import type { OwedDelivery } from '@contracts/delivery';
import type { DroppedReason, WebhookTarget } from '@contracts/webhooks';

/** A row of `owed`: one delivery that has not ended. */
export interface OwedRow {
  readonly id: number;
  readonly notification_id: number;
  readonly recorded: Date;
  readonly organizer_id: number;
  readonly webhook_id: number;
  readonly generation: number;
  readonly round: number;
  readonly attempt: number;
  readonly due: Date;
  readonly lease_id: number | null;
  readonly drop_requested: boolean;
  readonly last_return_code: number | null;
  readonly last_error: string | null;
  readonly in_flight?: boolean;
}

/**
 * Of `owed o`, by name: a prepared statement whose columns become more by the migration of a newer version, which runs
 * beside this one, fails on its connection for ever.
 */
export const owedColumns =
  'o.id, o.notification_id, o.recorded, o.organizer_id, o.webhook_id, o.generation, o.round, o.attempt, o.due, o.lease_id, o.drop_requested, o.last_return_code, o.last_error';

/** Above every generation: nothing is owed to a webhook that is disabled or gone. */
const everyGeneration = 2_147_483_647;

/** What was owed under a generation before this one is dropped by definition. */
export function owedFromGeneration(webhook: WebhookTarget | undefined): number {
  return webhook?.enabled ? webhook.generation : everyGeneration;
}

/** Why what is owed under an older generation is dropped. */
export function staleReason(webhook: WebhookTarget | undefined): DroppedReason {
  if (!webhook) return 'webhook_deleted';
  return webhook.droppedReason ?? 'webhook_disabled';
}

/** Why a delivery is dropped by definition, though its row is still there; null while it is truly owed. */
export function droppedByDefinition(
  row: Pick<OwedRow, 'generation' | 'drop_requested'>,
  webhook: WebhookTarget | undefined,
): DroppedReason | null {
  if (row.generation < owedFromGeneration(webhook)) return staleReason(webhook);
  return row.drop_requested ? 'dropped' : null;
}

export function toOwedDelivery(row: OwedRow, webhook: WebhookTarget | undefined): OwedDelivery {
  return {
    id: row.id,
    notificationId: row.notification_id,
    recorded: row.recorded,
    organizerId: row.organizer_id,
    webhookId: row.webhook_id,
    round: row.round,
    attempt: row.attempt,
    due: row.due,
    inFlight: row.in_flight ?? false,
    lastReturnCode: row.last_return_code,
    lastError: row.last_error,
    droppedReason: droppedByDefinition(row, webhook),
  };
}
