import { callErrorCodes } from '@app/http-egress';
import { ApiProperty } from '@nestjs/swagger';

export class CallErrorDto {
  @ApiProperty({ description: 'Why it failed.', enum: callErrorCodes, example: 'status' })
  readonly code!: string;

  @ApiProperty({ description: 'The same for people.', example: 'The receiver answered 500.' })
  readonly message!: string;
}

/** One HTTP attempt as the log's lists show it. */
export class CallDto {
  @ApiProperty({ description: 'Of the call.', type: 'integer', example: 1041 })
  readonly id!: number;

  @ApiProperty({
    description: 'When the call began.',
    type: String,
    format: 'date-time',
    example: '2026-05-03T10:00:00.120Z',
  })
  readonly datetime!: string;

  @ApiProperty({
    description: 'Of the webhook, which may have been deleted since.',
    type: 'integer',
    example: 12,
  })
  readonly webhook!: number;

  @ApiProperty({
    description: 'Of the delivery; null for a test.',
    type: 'integer',
    nullable: true,
    example: 907,
  })
  readonly delivery!: number | null;

  @ApiProperty({ description: 'As the receiver saw it; 0 in a test.', type: 'integer', example: 311 })
  readonly notification_id!: number;

  @ApiProperty({ description: 'The registered type.', example: 'pretix.event.order.placed' })
  readonly action_type!: string;

  @ApiProperty({ description: 'The concrete action.', example: 'pretix.event.order.placed' })
  readonly action!: string;

  @ApiProperty({
    description: 'Slug; null for organizer-level actions.',
    type: String,
    nullable: true,
    example: 'democon',
  })
  readonly event!: string | null;

  @ApiProperty({
    description: 'As it was called, with userinfo and the values of its query masked.',
    example: 'https://example.org/hooks?key=***',
  })
  readonly target_url!: string;

  @ApiProperty({
    description: "The delivery's run through the retry schedule; a resend begins the next one.",
    type: 'integer',
    example: 1,
  })
  readonly round!: number;

  @ApiProperty({ description: 'From 1 in each round.', type: 'integer', example: 1 })
  readonly attempt!: number;

  @ApiProperty({ description: 'Whether it was not the first of its round.', example: false })
  readonly is_retry!: boolean;

  @ApiProperty({ description: 'Seconds.', type: 'number', example: 0.042 })
  readonly execution_time!: number;

  @ApiProperty({ description: 'The HTTP status; 0: there was no response.', type: 'integer', example: 200 })
  readonly return_code!: number;

  @ApiProperty({ description: 'Whether the status was 200 to 299.', example: true })
  readonly success!: boolean;

  @ApiProperty({ description: 'Null after a success.', type: () => CallErrorDto, nullable: true })
  readonly error!: CallErrorDto | null;

  @ApiProperty({
    description: 'When the delivery was to be called next, as decided after this call.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
  })
  readonly next_attempt!: string | null;

  @ApiProperty({ description: 'Whether somebody only tried the webhook out.', example: false })
  readonly test!: boolean;
}

const second = (what: string, example: number) =>
  ({ description: what, type: 'number', nullable: true, example }) as const;

export class CallTimingsDto {
  @ApiProperty(second('Seconds to find the address; null on a kept connection.', 0.002))
  readonly dns!: number | null;

  @ApiProperty(second('Seconds to connect; null on a kept connection.', 0.011))
  readonly connect!: number | null;

  @ApiProperty(second('Seconds of the TLS handshake; null on a kept connection, and without TLS.', 0.014))
  readonly tls!: number | null;

  @ApiProperty(second('Seconds until the status was there; null when none came.', 0.04))
  readonly first_byte!: number | null;

  @ApiProperty(second('Seconds in all.', 0.042))
  readonly total!: number | null;
}

/** One call with everything that was sent and came back. */
export class CallDetailDto extends CallDto {
  @ApiProperty({
    description: 'The request body, byte for byte; null once the notification is no longer kept.',
    type: String,
    nullable: true,
    example:
      '{"notification_id":311,"organizer":"acmecorp","event":"democon","code":"ABC23","action":"pretix.event.order.placed"}',
  })
  readonly payload!: string | null;

  @ApiProperty({
    description: 'As sent; Authorization is masked.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'content-type': 'application/json', 'user-agent': 'Doorbell/1.0.0' },
  })
  readonly request_headers!: Readonly<Record<string, string>>;

  @ApiProperty({
    description: 'At most 4 KiB of them.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'content-type': 'text/plain' },
  })
  readonly response_headers!: Readonly<Record<string, string>>;

  @ApiProperty({
    description: 'Up to its bound, made readable; null when there was no response.',
    type: String,
    nullable: true,
    example: 'ok',
  })
  readonly response_body!: string | null;

  @ApiProperty({
    description: 'Where it was connected to; null when it was not.',
    type: String,
    nullable: true,
    example: '192.0.2.10',
  })
  readonly remote_address!: string | null;

  @ApiProperty({ description: 'How long each part took.', type: () => CallTimingsDto })
  readonly timings!: CallTimingsDto;
}
