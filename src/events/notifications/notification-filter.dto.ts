import { DateTimeField, TextField } from '@app/rest';

export class NotificationFilterDto {
  @TextField({
    description: 'The concrete action, or a registered type that ends in `.*`.',
    example: 'pretix.event.order.placed',
    required: false,
  })
  readonly action?: string;

  @TextField({ description: 'Slug of the event.', example: 'democon', required: false })
  readonly event?: string;

  @DateTimeField({ description: 'Recorded at or after.', example: '2026-05-03T00:00:00Z', required: false })
  readonly since?: Date;

  @DateTimeField({ description: 'Recorded before.', example: '2026-05-04T00:00:00Z', required: false })
  readonly until?: Date;

  @TextField({
    description: "The value of the action type's first reference field.",
    example: 'ABC23',
    required: false,
  })
  readonly reference?: string;

  @TextField({
    description: 'The same, of those types alone whose first reference field is called `code`.',
    example: 'ABC23',
    required: false,
  })
  readonly code?: string;
}
