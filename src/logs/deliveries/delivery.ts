import type { OwedDelivery } from '@contracts/delivery';
import type { DroppedReason } from '@contracts/webhooks';
import type { DeliveryState } from './delivery.dto.js';
import type { PastDelivery } from './past-deliveries.repository.js';

/** A delivery, wherever it stands: owed, called for the last time, or ended without a call. */
export interface Delivery {
  readonly id: number;
  readonly notificationId: number;
  readonly recorded: Date;
  readonly webhookId: number;
  readonly state: DeliveryState;
  readonly inFlight: boolean;
  readonly droppedReason: DroppedReason | null;
  readonly round: number;
  readonly attempts: number;
  readonly nextAttempt: Date | null;
  readonly lastReturnCode: number | null;
  readonly lastError: string | null;
}

export function ofOwed(owed: OwedDelivery): Delivery {
  const { id, notificationId, recorded, webhookId, round, lastReturnCode, lastError, droppedReason } = owed;
  const isDropped = droppedReason !== null;
  return {
    id,
    notificationId,
    recorded,
    webhookId,
    state: isDropped ? 'dropped' : 'pending',
    inFlight: owed.inFlight,
    droppedReason,
    round,
    attempts: owed.attempt,
    nextAttempt: isDropped ? null : owed.due,
    lastReturnCode,
    lastError,
  };
}

export function ofPast(past: PastDelivery): Delivery {
  return {
    id: past.id,
    notificationId: past.notification_id,
    recorded: past.recorded,
    webhookId: past.webhook_id,
    state: stateOf(past.success),
    inFlight: false,
    droppedReason: past.dropped_reason,
    round: past.round,
    attempts: past.attempt,
    nextAttempt: null,
    lastReturnCode: past.last_return_code,
    lastError: past.last_error,
  };
}

function stateOf(success: boolean | null): DeliveryState {
  if (success === null) return 'dropped';
  return success ? 'succeeded' : 'exhausted';
}
