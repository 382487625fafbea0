import {
  BooleanField,
  FaultsToHandler,
  IgnoreUnknownFields,
  PartialDto,
  TextField,
  TextListField,
} from '@app/rest';
import { targetUrlFault } from './target-url.js';

/** Creates a webhook, or replaces its fields. What only the database and the registry know is checked by the service. */
@IgnoreUnknownFields()
@FaultsToHandler()
export class WebhookInputDto {
  @BooleanField({
    description: 'Whether anything is sent. A new webhook is enabled unless this says otherwise.',
    example: true,
    required: false,
  })
  readonly enabled?: boolean;

  @TextField({
    description:
      'Where to send to: http or https. Userinfo is sent as Basic authentication; a fragment is not sent. A private address is accepted, and refused when it is called unless the server allows it.',
    example: 'https://user:secret@example.com/doorbell',
    maxLength: 1024,
    format: targetUrlFault,
  })
  readonly target_url!: string;

  @BooleanField({
    description:
      'Whether actions of all events are sent. True on creation unless this says otherwise; not together with `limit_events`.',
    example: false,
    required: false,
  })
  readonly all_events?: boolean;

  @TextListField({
    description:
      'Slugs of the events whose actions are sent, where `all_events` is false. Actions of the organizer as a whole are sent whatever stands here.',
    example: ['democon'],
    blank: true,
  })
  readonly limit_events!: readonly string[];

  @TextListField({
    description: 'Names of registered action types (`GET …/actiontypes/`). Replaces the whole set.',
    example: ['pretix.event.order.placed', 'pretix.event.order.changed.*'],
    blank: true,
  })
  readonly action_types!: readonly string[];

  @TextField({
    description: 'For people.',
    example: 'Ticket printer at the main entrance',
    required: false,
    nullable: true,
    blank: true,
    maxLength: 255,
  })
  readonly comment?: string | null;
}

/** Changes what is sent, and nothing else. */
@IgnoreUnknownFields()
@FaultsToHandler()
export class UpdateWebhookDto extends PartialDto(WebhookInputDto) {}
