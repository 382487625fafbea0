import { BooleanField, IgnoreUnknownFields } from '@app/rest';

@IgnoreUnknownFields()
export class WebhookFilterDto {
  @BooleanField({ description: 'Only enabled, or only disabled ones.', example: true, required: false })
  readonly enabled?: boolean;
}

@IgnoreUnknownFields()
export class DeleteWebhookDto {
  @BooleanField({
    description: 'Removes the webhook for good, with everything it is owed, instead of disabling it.',
    example: true,
    required: false,
  })
  readonly permanent?: boolean;
}
