import { IgnoreUnknownFields, TextField } from '@app/rest';
import { LogQueryDto } from '../detail/log-query.dto.js';

/** The log as the page shows it, and what the page knows of it already. */
@IgnoreUnknownFields()
export class LiveQueryDto extends LogQueryDto {
  @TextField({
    description:
      'The last id that the page was sent. A browser that comes back by itself says it in a header.',
    example: '1777802400000',
    required: false,
    blank: true,
  })
  readonly last?: string;
}
