import { CurrentPrincipal, type Principal, RequirePermission } from '@app/access';
import { Clock, TransactionRunner } from '@app/database';
import { Conflict, LoadedObject, LoadObject, objectId, Operation } from '@app/rest';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { type WebhookTarget, WebhookTargetLoader } from '@contracts/webhooks';
import { Resending } from '../resend/resending.service.js';
import { WaitingRetries } from '../retry/waiting-retries.service.js';
import { DeliveryCountDto, ResendDto } from './resending.dto.js';

/** What can be done about the deliveries of a webhook. To read them is the log's. */
@ApiTags('Deliveries')
@Controller('api/v1/organizers/:organizer/webhooks/:id')
@RequirePermission('can_change_organizer_settings')
@LoadObject(WebhookTargetLoader)
@ApiParam({ name: 'id', description: 'Of the webhook.', schema: { type: 'integer' } })
export class WebhookDeliveriesController {
  constructor(
    private readonly resending: Resending,
    private readonly retries: WaitingRetries,
    private readonly transactions: TransactionRunner,
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
    requireEnabled(webhook);
    await this.transactions.run((manager) => this.resending.resend(webhook, id, principal, manager));
  }

  @Post('resend')
  @Operation({
    id: 'resendDeliveries',
    summary: 'Send everything of a time again',
    description:
      'Counted at acceptance, and then worked off in the background, whatever restarts. Disabling the webhook ends it.',
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
    requireEnabled(webhook);
    const range = { webhookId: webhook.id, since, until, state };
    const deliveries = await this.transactions.run((manager) =>
      this.resending.resendAll(webhook, range, principal, manager),
    );
    return { deliveries };
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
    requireEnabled(webhook);
    return {
      deliveries: await this.transactions.run((manager) =>
        this.retries.expedite(webhook, principal, manager),
      ),
    };
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
    return {
      deliveries: await this.transactions.run((manager) => this.retries.drop(webhook, principal, manager)),
    };
  }
}

function requireEnabled({ enabled }: WebhookTarget): void {
  if (!enabled) throw new Conflict('This webhook is disabled.');
}
