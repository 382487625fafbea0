import { DateTimeField } from '@app/rest';
import { ApiProperty } from '@nestjs/swagger';

export class StatisticsFilterDto {
  @DateTimeField({
    description: 'Only hours from the one of this moment on.',
    example: '2026-05-03T00:00:00.000Z',
    required: false,
  })
  readonly since?: Date;

  @DateTimeField({
    description: 'Only hours that begin before this moment.',
    example: '2026-05-04T00:00:00.000Z',
    required: false,
  })
  readonly until?: Date;
}

const secondsOf = (share: string, example: number) =>
  ({
    description: `Seconds that ${share} of the calls did not exceed, to within a quarter.`,
    type: 'number',
    example,
  }) as const;

/** The calls of one hour. */
export class HourOfCallsDto {
  @ApiProperty({
    description: 'When the hour began (UTC); hours without a call are left out.',
    type: String,
    format: 'date-time',
    example: '2026-05-03T10:00:00.000Z',
  })
  readonly hour!: string;

  @ApiProperty({
    description: 'Calls that began in it; tests are not counted.',
    type: 'integer',
    example: 120,
  })
  readonly calls!: number;

  @ApiProperty({ description: 'Those of them that failed.', type: 'integer', example: 2 })
  readonly failures!: number;

  @ApiProperty(secondsOf('half', 0.04))
  readonly p50!: number;

  @ApiProperty(secondsOf('95 %', 0.2))
  readonly p95!: number;

  @ApiProperty(secondsOf('99 %', 1.3))
  readonly p99!: number;
}

export class StatisticsDto {
  @ApiProperty({ description: 'By hour, oldest first.', type: () => [HourOfCallsDto] })
  readonly results!: readonly HourOfCallsDto[];
}
