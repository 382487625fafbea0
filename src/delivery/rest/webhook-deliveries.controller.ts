import { CurrentPrincipal, type Principal, RequirePermission } from '@app/access';
import { Clock } from '@app/database';
import { LoadedObject, LoadObject, objectId, Operation } from '@app/rest';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { type DeliveryActor, DeliveryActions } from '@contracts/delivery';
import { type WebhookTarget, WebhookTargetLoader } from '@contracts/webhooks';
import { DeliveryCountDto, ResendDto } from './resending.dto.js';

/** What can be done about the deliveries of a webhook. To read them is the log's. */
@ApiTags('Deliveries')
@Controller('api/v1/organizers/:organizer/webhooks/:id')
@RequirePermission('can_change_organizer_settings')
@LoadObject(WebhookTargetLoader)
@ApiParam({ name: 'id', description: 'Of the webhook.', schema: { type: 'integer' } })
export class WebhookDeliveriesController {
  constructor(
    @Inject(DeliveryActions) private readonly actions: DeliveryActions,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('deliveries/:delivery/resend')
  @ApiParam({ name: 'delivery', description: 'Of the delivery.', schema: { type: 'integer' } })
  @Operation({
    id: 'resendDelivery',
    summary: 'Send a delivery again',
    description:
      'The same delivery begins a new round, with the whole retry schedule. One that waits for its retry is called now; one under way is not called twice. Possible for 30 days from recording.',
    status: 202,
    errors: [404, 409],
  })
  async resendOne(
    @LoadedObject() webhook: WebhookTarget,
    @Param('delivery') delivery: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const id = objectId(delivery, 'Delivery');
    await this.actions.resend(actorOf(webhook, principal), id);
  }

  @Post('resend')
  @Operation({
    id: 'resendDeliveries',
    summary: 'Send everything of a time again',
    description:
      'What was recorded within the last 30 days. Counted at acceptance, and then worked off in the background, whatever restarts. Disabling the webhook ends it.',
    status: 202,
    answer: DeliveryCountDto,
    example: { deliveries: 3 },
    errors: [404, 409],
  })
  async resendAll(
    @LoadedObject() webhook: WebhookTarget,
    @CurrentPrincipal() principal: Principal,
    @Body() { since, until = this.clock.now(), state = 'failed' }: ResendDto,
  ): Promise<DeliveryCountDto> {
    const range = { since, until, state };
    return { deliveries: await this.actions.resendAll(actorOf(webhook, principal), range) };
  }

  @Post('expedite')
  @Operation({
    id: 'expediteRetries',
    summary: 'Call every waiting retry now',
    description: 'A renewed failure goes on with the next wait of the schedule.',
    answer: DeliveryCountDto,
    example: { deliveries: 3 },
    errors: [404, 409],
  })
  async expedite(
    @LoadedObject() webhook: WebhookTarget,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DeliveryCountDto> {
    return { deliveries: await this.actions.expedite(actorOf(webhook, principal)) };
  }

  @Post('drop')
  @Operation({
    id: 'dropRetries',
    summary: 'Call no waiting retry any more',
    description: 'They are dropped, and can be sent again.',
    answer: DeliveryCountDto,
    example: { deliveries: 3 },
    errors: [404],
  })
  async drop(
    @LoadedObject() webhook: WebhookTarget,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DeliveryCountDto> {
    return { deliveries: await this.actions.drop(actorOf(webhook, principal)) };
  }
}

const actorOf = ({ id, organizerId }: WebhookTarget, principal: Principal): DeliveryActor => ({
  organizerId,
  webhookId: id,
  principal,
});
