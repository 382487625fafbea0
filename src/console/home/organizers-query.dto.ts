import { IgnoreUnknownFields, IntegerField } from '@app/rest';

@IgnoreUnknownFields()
export class OrganizersQueryDto {
  @IntegerField({
    description: 'Of the list, from 1.',
    example: 1,
    required: false,
    min: 1,
    max: 1_000_000,
  })
  readonly page?: number;
}
