import { ApiProperty } from '@nestjs/swagger';

/** A webhook as the API shows it; the keys in pretix's order. */
export class WebhookDto {
  @ApiProperty({ description: 'Given by the server.', example: 2, type: 'integer' })
  readonly id!: number;

  @ApiProperty({
    description: 'Whether anything is sent. Also turned off when the receiver answers 410.',
    example: true,
    type: Boolean,
  })
  readonly enabled!: boolean;

  @ApiProperty({
    description: 'Where to send to, with its credentials.',
    example: 'https://user:secret@example.com/doorbell',
    type: String,
    maxLength: 1024,
  })
  readonly target_url!: string;

  @ApiProperty({ description: 'Whether actions of all events are sent.', example: false, type: Boolean })
  readonly all_events!: boolean;

  @ApiProperty({
    description: 'Slugs of the events whose actions are sent, where `all_events` is false; sorted.',
    example: ['democon'],
    type: String,
    isArray: true,
  })
  readonly limit_events!: readonly string[];

  @ApiProperty({
    description: 'Names of the action types that are sent; sorted.',
    example: ['pretix.event.order.changed.*', 'pretix.event.order.placed'],
    type: String,
    isArray: true,
  })
  readonly action_types!: readonly string[];

  @ApiProperty({
    description: 'For people.',
    example: 'Ticket printer at the main entrance',
    type: String,
    nullable: true,
  })
  readonly comment!: string | null;
}

export const exampleOfWebhook: WebhookDto = {
  id: 2,
  enabled: true,
  target_url: 'https://user:secret@example.com/doorbell',
  all_events: false,
  limit_events: ['democon'],
  action_types: ['pretix.event.order.changed.*', 'pretix.event.order.placed'],
  comment: 'Ticket printer at the main entrance',
};
