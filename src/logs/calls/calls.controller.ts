import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { type CursorAnswer, CursorList, CursorOf, CursorRequest, Operation } from '@app/rest';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallFilterDto } from './call-filter.dto.js';
import { CallLog } from './call-log.service.js';
import { CallDto } from './call.dto.js';
import { callExample } from './call.examples.js';

/** The log of all webhooks of an organizer, deleted ones included. */
@ApiTags('Calls')
@Controller('api/v1/organizers/:organizer/calls')
@RequirePermission('can_change_organizer_settings')
export class CallsController {
  constructor(private readonly calls: CallLog) {}

  @Get()
  @CursorList()
  @Operation({
    id: 'listCalls',
    summary: 'List the calls of all webhooks',
    description: 'The log of the last 30 days, newest first. Deleted webhooks are found by `webhook`.',
    cursorOf: CallDto,
    example: { next: null, results: [callExample] },
  })
  async list(
    @CurrentOrganizer() organizer: OrganizerScope,
    @Query() filter: CallFilterDto,
    @CursorOf() cursor: CursorRequest,
  ): Promise<CursorAnswer<CallDto>> {
    return this.calls.list({ organizerId: organizer.id, webhookId: filter.webhook, filter }, cursor);
  }
}
