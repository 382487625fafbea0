import { type HealthState, healthStates } from '@app/health';
import { ApiProperty } from '@nestjs/swagger';

export class HealthDto {
  @ApiProperty({ description: 'No more than this is told.', enum: healthStates, example: 'ok' })
  readonly status!: HealthState;
}
