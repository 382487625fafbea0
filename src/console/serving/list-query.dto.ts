import { IgnoreUnknownFields, IntegerField, TextField } from '@app/rest';

/** Of a list with numbered pages. */
@IgnoreUnknownFields()
export class ListQueryDto {
  @IntegerField({
    description: 'Of the list, from 1.',
    example: 1,
    required: false,
    min: 1,
    max: 1_000_000,
  })
  readonly page?: number;

  @TextField({ description: 'What was done just before.', example: 'saved', required: false, blank: true })
  readonly notice?: string;
}
