import { callExample } from '../calls/call.examples.js';
import type { DeliveryDetailDto, DeliveryDto } from './delivery.dto.js';

export const deliveryExample = {
  id: 907,
  notification_id: 311,
  action_type: 'pretix.event.order.placed',
  action: 'pretix.event.order.placed',
  event: 'democon',
  recorded: '2026-05-03T10:00:00.000Z',
  state: 'pending',
  in_flight: false,
  dropped_reason: null,
  round: 1,
  attempts: 1,
  next_attempt: '2026-05-03T10:00:04.912Z',
  last_return_code: 500,
  last_error: 'status',
} satisfies DeliveryDto;

export const deliveryDetailExample = {
  ...deliveryExample,
  calls: [callExample],
} satisfies DeliveryDetailDto;
