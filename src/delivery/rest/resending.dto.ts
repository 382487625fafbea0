import { DateTimeField, TextField } from '@app/rest';
import { ApiProperty } from '@nestjs/swagger';
import { type ResendState, resendStates } from '@contracts/delivery';

export class ResendDto {
  @DateTimeField({
    description: 'Of what was recorded at or after this moment, 30 days ago at most.',
    example: '2026-05-03T00:00:00.000Z',
  })
  readonly since!: Date;

  @DateTimeField({
    description: 'And before this one; left out: until now.',
    example: '2026-05-04T00:00:00.000Z',
    required: false,
  })
  readonly until?: Date;

  @TextField({
    description: '`failed`: what was exhausted or dropped. `all`: what succeeded, too.',
    example: 'failed',
    required: false,
    choices: resendStates,
  })
  readonly state?: ResendState;
}

export class DeliveryCountDto {
  @ApiProperty({ description: 'How many deliveries this is about.', example: 3, type: 'integer' })
  readonly deliveries!: number;
}
