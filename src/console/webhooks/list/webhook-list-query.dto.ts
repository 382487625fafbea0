import { IgnoreUnknownFields, IntegerField, TextField } from '@app/rest';

@IgnoreUnknownFields()
export class WebhookListQueryDto {
  @TextField({ description: 'What is looked for.', example: 'example.org', required: false, blank: true })
  readonly search?: string;

  @TextField({ description: 'One of the states.', example: 'failing', required: false, blank: true })
  readonly state?: string;

  @IntegerField({ description: 'Only those after this one.', example: 12, required: false, min: 0 })
  readonly after?: number;

  @TextField({ description: 'What was done just before.', example: 'created', required: false, blank: true })
  readonly notice?: string;
}
