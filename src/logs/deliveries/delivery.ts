import type { OwedDelivery } from '@contracts/delivery';
import type { DeliveryStanding, DeliveryState } from '@contracts/logs';
import type { PastDelivery } from './past-deliveries.repository.js';

/** A delivery, wherever it stands, and of what. */
export interface Delivery extends DeliveryStanding {
  readonly notificationId: number;
  readonly recorded: Date;
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
