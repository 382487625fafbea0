import type { FieldsOf } from '@app/rest';
import type { DeliveryOfNotification, NotificationSummary } from '@contracts/events';
import type { Delivery } from './delivery.js';
import type { DeliveryDto } from './delivery.dto.js';

/** @param notification undefined when it is no longer kept */
export function toDeliveryDto(
  delivery: Delivery,
  notification: NotificationSummary | undefined,
): FieldsOf<DeliveryDto> {
  return {
    id: delivery.id,
    notification_id: delivery.notificationId,
    action_type: notification?.actionType ?? null,
    action: notification?.action ?? null,
    event: notification?.event ?? null,
    recorded: delivery.recorded.toISOString(),
    state: delivery.state,
    in_flight: delivery.inFlight,
    dropped_reason: delivery.droppedReason,
    round: delivery.round,
    attempts: delivery.attempts,
    next_attempt: delivery.nextAttempt?.toISOString() ?? null,
    last_return_code: delivery.lastReturnCode,
    last_error: delivery.lastError,
  };
}

export function toDeliveryOfNotification(delivery: Delivery): DeliveryOfNotification {
  return {
    id: delivery.id,
    webhook: delivery.webhookId,
    state: delivery.state,
    round: delivery.round,
    attempts: delivery.attempts,
    next_attempt: delivery.nextAttempt?.toISOString() ?? null,
    last_return_code: delivery.lastReturnCode,
    last_error: delivery.lastError,
  };
}
