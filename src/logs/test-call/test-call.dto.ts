import { TextField } from '@app/rest';

export class TestCallDto {
  @TextField({
    description: 'A registered type, whether or not the webhook asks for it.',
    example: 'pretix.event.order.placed',
  })
  readonly action_type!: string;
}
