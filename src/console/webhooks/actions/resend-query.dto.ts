import { IgnoreUnknownFields, TextField } from '@app/rest';

@IgnoreUnknownFields()
export class ResendQueryDto {
  @TextField({
    description: 'To the minute, in UTC.',
    example: '2026-05-03T10:00Z',
    required: false,
    blank: true,
  })
  readonly since?: string;
}
