import { IgnoreUnknownFields, TextField } from '@app/rest';

@IgnoreUnknownFields()
export class SignInQueryDto {
  @TextField({ description: 'Where to go afterwards.', example: '/console/', required: false, blank: true })
  readonly next?: string;

  @TextField({
    description: 'What was done just before.',
    example: 'signed_out',
    required: false,
    blank: true,
  })
  readonly notice?: string;
}
