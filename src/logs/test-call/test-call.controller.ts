import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { LoadedObject, LoadObject, Operation } from '@app/rest';
import { TestCalls } from '@contracts/delivery';
import { type WebhookTarget, WebhookTargetLoader } from '@contracts/webhooks';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallLog } from '../calls/call-log.service.js';
import { CallDetailDto } from '../calls/call.dto.js';
import { testCallExample } from '../calls/call.examples.js';
import { TestCallDto } from './test-call.dto.js';

/** Trying a webhook out: the call is delivery's, the answer is the log's. */
@ApiTags('Calls')
@Controller('api/v1/organizers/:organizer/webhooks/:id/test')
@RequirePermission('can_change_organizer_settings')
@LoadObject(WebhookTargetLoader)
export class TestCallController {
  constructor(
    private readonly calls: CallLog,
    @Inject(TestCalls) private readonly tests: TestCalls,
  ) {}

  @Post()
  @Operation({
    id: 'testWebhook',
    summary: 'Send a sample to a webhook now',
    description:
      'One call with a sample body and `notification_id` 0, also to a disabled webhook. It is logged, never retried, counted nowhere, and a 410 disables nothing. 409 when the URL cannot be read, since the key that it was sealed with is gone.',
    answer: CallDetailDto,
    example: testCallExample,
  })
  async test(
    @LoadedObject() { id }: WebhookTarget,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Body() { action_type: actionType }: TestCallDto,
  ): Promise<CallDetailDto> {
    const organizer = { id: organizerId, slug };
    return this.calls.require(id, await this.tests.send({ organizer, webhookId: id, actionType, principal }));
  }
}
