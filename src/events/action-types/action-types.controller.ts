import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { type ActionType, ActionTypeRegistry, type ReferenceField, sampleBodyOf } from '@app/action-types';
import { Operation } from '@app/rest';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ActionTypeDto, ActionTypesDto, type ReferenceFieldDto } from './action-type.dto.js';

/** Whom the event of a sample belongs to; it need not exist. */
const sampleEvent = 'democon';

const example: ActionTypeDto = {
  name: 'pretix.event.order.placed',
  label: 'New order placed',
  help: null,
  group: 'Orders',
  scope: 'event',
  fields: [{ name: 'code', type: 'string', required: true, description: 'Order code.', sample: 'ABC23' }],
  sample_action: 'pretix.event.order.placed',
  sample_body: {
    notification_id: 0,
    organizer: 'acmecorp',
    event: sampleEvent,
    code: 'ABC23',
    action: 'pretix.event.order.placed',
  },
};

@ApiTags('Action types')
@Controller('api/v1/organizers/:organizer/actiontypes')
export class ActionTypesController {
  constructor(private readonly registry: ActionTypeRegistry) {}

  @Get()
  @RequirePermission('can_view_organizer')
  @Operation({
    id: 'listActionTypes',
    summary: 'The kinds of change that webhooks can ask for',
    description: 'All of them; there are no pages.',
    answer: ActionTypesDto,
    example: { results: [example] },
  })
  list(@CurrentOrganizer() { slug }: OrganizerScope): ActionTypesDto {
    return { results: this.registry.all().map((type) => toActionTypeDto(type, slug)) };
  }
}

function toActionTypeDto(type: ActionType, organizer: string): ActionTypeDto {
  const { name, label, help = null, group, scope, fields, sampleAction } = type;
  const body = sampleBodyOf(type, { organizer, event: sampleEvent });
  return {
    name,
    label,
    help,
    group,
    scope,
    fields: fields.map(toReferenceFieldDto),
    sample_action: sampleAction,
    sample_body: JSON.parse(body) as Record<string, unknown>,
  };
}

function toReferenceFieldDto({
  name,
  type,
  nullable,
  description,
  sample,
}: ReferenceField): ReferenceFieldDto {
  return { name, type, required: !nullable, description, sample };
}
