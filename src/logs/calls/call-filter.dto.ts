import { BooleanField, DateTimeField, IntegerField, TextField } from '@app/rest';

/** The filters of one webhook's log. */
export class WebhookCallFilterDto {
  @BooleanField({ description: 'Only calls that succeeded, or failed.', example: false, required: false })
  readonly success?: boolean;

  @TextField({
    description: 'Only of this registered type.',
    example: 'pretix.event.order.placed',
    required: false,
  })
  readonly action_type?: string;

  @TextField({ description: 'Only of this event, by its slug.', example: 'democon', required: false })
  readonly event?: string;

  @IntegerField({ description: 'Only about this notification.', example: 311, required: false })
  readonly notification?: number;

  @TextField({
    description: "Only with this value of the type's first reference field, e.g. an order code.",
    example: 'ABC23',
    required: false,
  })
  readonly reference?: string;

  @DateTimeField({
    description: 'Only calls that began at or after this moment.',
    example: '2026-05-03T00:00:00.000Z',
    required: false,
  })
  readonly since?: Date;

  @DateTimeField({
    description: 'Only calls that began before this moment.',
    example: '2026-05-04T00:00:00.000Z',
    required: false,
  })
  readonly until?: Date;
}

/** The filters of an organizer's log. */
export class CallFilterDto extends WebhookCallFilterDto {
  @IntegerField({
    description: 'Only to this webhook, also when it was deleted.',
    example: 12,
    required: false,
  })
  readonly webhook?: number;
}
