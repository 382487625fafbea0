import { callErrorCodes } from '@app/http-egress';
import { DateTimeField, TextField } from '@app/rest';
import { type DeliveryState, deliveryStates } from '@contracts/logs';
import { droppedReasons } from '@contracts/webhooks';
import { ApiProperty } from '@nestjs/swagger';
import { CallDto } from '../calls/call.dto.js';

export class DeliveryFilterDto {
  @TextField({
    description: 'Only deliveries in this state.',
    example: 'pending',
    required: false,
    choices: deliveryStates,
  })
  readonly state?: DeliveryState;

  @DateTimeField({
    description: 'Only of what was recorded at or after this moment.',
    example: '2026-05-03T00:00:00.000Z',
    required: false,
  })
  readonly since?: Date;

  @DateTimeField({
    description: 'Only of what was recorded before this moment.',
    example: '2026-05-04T00:00:00.000Z',
    required: false,
  })
  readonly until?: Date;
}

/** One notification owed to one webhook, as lists show it. */
export class DeliveryDto {
  @ApiProperty({ description: 'Of the delivery.', type: 'integer', example: 907 })
  readonly id!: number;

  @ApiProperty({ description: 'As the receiver sees it.', type: 'integer', example: 311 })
  readonly notification_id!: number;

  @ApiProperty({
    description: 'The registered type; null once the notification is no longer kept.',
    type: String,
    nullable: true,
    example: 'pretix.event.order.placed',
  })
  readonly action_type!: string | null;

  @ApiProperty({
    description: 'The concrete action; null once the notification is no longer kept.',
    type: String,
    nullable: true,
    example: 'pretix.event.order.placed',
  })
  readonly action!: string | null;

  @ApiProperty({
    description: 'Slug; null for organizer-level actions.',
    type: String,
    nullable: true,
    example: 'democon',
  })
  readonly event!: string | null;

  @ApiProperty({
    description: 'When the notification was recorded.',
    type: String,
    format: 'date-time',
    example: '2026-05-03T10:00:00.000Z',
  })
  readonly recorded!: string;

  @ApiProperty({
    description:
      '`pending`: will be called. `succeeded`: was answered. `exhausted`: no call of the schedule is left. `dropped`: will not be called.',
    enum: deliveryStates,
    example: 'pending',
  })
  readonly state!: DeliveryState;

  @ApiProperty({ description: 'Whether it is being called now.', example: false })
  readonly in_flight!: boolean;

  @ApiProperty({
    description: 'Why it was dropped; null when it was not.',
    enum: droppedReasons,
    nullable: true,
    example: null,
  })
  readonly dropped_reason!: string | null;

  @ApiProperty({
    description: 'Its run through the retry schedule; a resend begins the next one.',
    type: 'integer',
    example: 1,
  })
  readonly round!: number;

  @ApiProperty({ description: 'Calls made in this round.', type: 'integer', example: 1 })
  readonly attempts!: number;

  @ApiProperty({
    description: 'When it is to be called next; null when it is not.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-05-03T10:00:04.912Z',
  })
  readonly next_attempt!: string | null;

  @ApiProperty({
    description: 'The HTTP status of the last call, 0 without a response; null before the first.',
    type: 'integer',
    nullable: true,
    example: 500,
  })
  readonly last_return_code!: number | null;

  @ApiProperty({
    description: 'The error code of the last call; null when it succeeded, and before the first.',
    enum: callErrorCodes,
    nullable: true,
    example: 'status',
  })
  readonly last_error!: string | null;
}

/** One delivery with the calls that were made for it. */
export class DeliveryDetailDto extends DeliveryDto {
  @ApiProperty({
    description: 'Its calls of the last 30 days in all rounds, newest first.',
    type: () => [CallDto],
  })
  readonly calls!: readonly CallDto[];
}
