import { ApiProperty } from '@nestjs/swagger';

/** What all views of a notification have. Its reference fields stand beside these. */
export class NotificationDto {
  @ApiProperty({ description: 'What receivers get as `notification_id`.', type: 'integer', example: 1 })
  readonly notification_id!: number;

  @ApiProperty({ description: 'Slug of the organizer.', type: String, example: 'acmecorp' })
  readonly organizer!: string;

  @ApiProperty({
    description: 'Slug of the event; absent in actions of the organizer as a whole.',
    type: String,
    required: false,
    example: 'democon',
  })
  readonly event?: string;

  @ApiProperty({
    description: 'The concrete action. The reference fields of its type follow, as receivers see them.',
    type: String,
    example: 'pretix.event.order.placed',
  })
  readonly action!: string;

  @ApiProperty({
    description: 'When it was recorded.',
    type: String,
    format: 'date-time',
    example: '2026-05-03T10:00:00.000Z',
  })
  readonly recorded!: string;
}

export class RecordedNotificationDto extends NotificationDto {
  @ApiProperty({ description: 'Webhooks it is owed to.', type: 'integer', example: 2 })
  readonly deliveries!: number;
}

export class BatchEntryDto extends RecordedNotificationDto {
  @ApiProperty({
    description: 'True when its key was used before with the same content: nothing was recorded now.',
    type: Boolean,
    required: false,
    example: true,
  })
  readonly duplicate?: true;
}

export class RecordedBatchDto {
  @ApiProperty({ description: 'In the order of the request.', type: () => [BatchEntryDto] })
  readonly results!: readonly BatchEntryDto[];
}

export class NotificationDeliveryDto {
  @ApiProperty({ description: 'Id of the delivery.', type: 'integer', example: 7 })
  readonly id!: number;

  @ApiProperty({ description: 'Id of the webhook.', type: 'integer', example: 1 })
  readonly webhook!: number;

  @ApiProperty({
    description: 'pending, succeeded, exhausted or dropped.',
    type: String,
    example: 'pending',
  })
  readonly state!: string;

  @ApiProperty({ description: 'From 1; a resend starts the next one.', type: 'integer', example: 1 })
  readonly round!: number;

  @ApiProperty({ description: 'Calls made in this round.', type: 'integer', example: 1 })
  readonly attempts!: number;

  @ApiProperty({
    description: 'When it is called next.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-05-03T10:00:05.000Z',
  })
  readonly next_attempt!: string | null;

  @ApiProperty({
    description: 'Of the last call; 0: no response.',
    type: 'integer',
    nullable: true,
    example: 500,
  })
  readonly last_return_code!: number | null;

  @ApiProperty({ description: 'Of the last call.', type: String, nullable: true, example: 'status' })
  readonly last_error!: string | null;
}

export class NotificationDetailDto extends NotificationDto {
  @ApiProperty({
    description: 'What was passed along when recording; never sent.',
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { total: '23.00' },
  })
  readonly data!: Readonly<Record<string, unknown>> | null;

  @ApiProperty({ description: 'One for each webhook it was owed to.', type: () => [NotificationDeliveryDto] })
  readonly deliveries!: readonly NotificationDeliveryDto[];
}

const exampleOfNotification = {
  notification_id: 1,
  organizer: 'acmecorp',
  event: 'democon',
  action: 'pretix.event.order.placed',
  code: 'ABC23',
  recorded: '2026-05-03T10:00:00.000Z',
};

export const examplesOfNotifications = {
  listed: exampleOfNotification,
  recorded: { ...exampleOfNotification, deliveries: 2 },
  detail: {
    ...exampleOfNotification,
    data: { total: '23.00' },
    deliveries: [
      {
        id: 7,
        webhook: 1,
        state: 'pending',
        round: 1,
        attempts: 1,
        next_attempt: '2026-05-03T10:00:05.000Z',
        last_return_code: 500,
        last_error: 'status',
      },
    ],
  },
} as const;
