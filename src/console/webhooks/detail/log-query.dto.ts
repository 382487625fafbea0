import { IgnoreUnknownFields, IntegerField, TextField } from '@app/rest';

const optional = { required: false, blank: true } as const;

/** What of the log is shown; all of it stands in the address. */
@IgnoreUnknownFields()
export class LogQueryDto {
  @TextField({ description: '`accepted` or `failed`.', example: 'failed', ...optional })
  readonly outcome?: string;

  @TextField({ description: 'A registered type.', example: 'pretix.event.order.placed', ...optional })
  readonly type?: string;

  @TextField({ description: 'An event, by its slug.', example: 'democon', ...optional })
  readonly event?: string;

  @TextField({ description: 'A reference, or a notification by its id.', example: 'ABC23', ...optional })
  readonly about?: string;

  @TextField({ description: 'To the minute, in UTC.', example: '2026-05-03T10:00Z', ...optional })
  readonly since?: string;

  @TextField({ description: 'To the minute, in UTC.', example: '2026-05-03T11:00Z', ...optional })
  readonly until?: string;

  @TextField({ description: 'Only calls before this one.', example: '1777802400000.12', ...optional })
  readonly before?: string;

  @TextField({ description: 'What was done just before.', example: 'saved', ...optional })
  readonly notice?: string;

  @IntegerField({ description: 'How many it was done to.', example: 3, required: false, min: 0 })
  readonly count?: number;

  @IntegerField({
    description: 'When it was done, in milliseconds since 1970.',
    example: 1_777_802_400_000,
    required: false,
    min: 0,
    max: 8_640_000_000_000,
  })
  readonly at?: number;
}
