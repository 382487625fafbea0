import { RequirePermission } from '@app/access';
import {
  type CursorAnswer,
  CursorList,
  CursorOf,
  CursorRequest,
  LoadedObject,
  LoadObject,
  objectId,
  Operation,
} from '@app/rest';
import { type WebhookTarget, WebhookTargetLoader } from '@contracts/webhooks';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WebhookCallFilterDto } from './call-filter.dto.js';
import { CallLog } from './call-log.service.js';
import { CallDetailDto, CallDto } from './call.dto.js';
import { callDetailExample, callExample } from './call.examples.js';

/** The log of one webhook. */
@ApiTags('Calls')
@Controller('api/v1/organizers/:organizer/webhooks/:id/calls')
@RequirePermission('can_change_organizer_settings')
@LoadObject(WebhookTargetLoader)
export class WebhookCallsController {
  constructor(private readonly calls: CallLog) {}

  @Get()
  @CursorList()
  @Operation({
    id: 'listWebhookCalls',
    summary: 'List the calls of a webhook',
    description: 'The log of the last 30 days, newest first.',
    cursorOf: CallDto,
    example: { next: null, results: [callExample] },
  })
  async list(
    @LoadedObject() { id, organizerId }: WebhookTarget,
    @Query() filter: WebhookCallFilterDto,
    @CursorOf() cursor: CursorRequest,
  ): Promise<CursorAnswer<CallDto>> {
    return this.calls.list({ organizerId, webhookId: id, filter }, cursor);
  }

  @Get(':call')
  @Operation({
    id: 'getWebhookCall',
    summary: 'Get one call',
    description: 'With what was sent, what came back, and how long each part took.',
    answer: CallDetailDto,
    example: callDetailExample,
  })
  async get(@LoadedObject() { id }: WebhookTarget, @Param('call') call: string): Promise<CallDetailDto> {
    return this.calls.require(id, objectId(call, 'Call'));
  }
}
