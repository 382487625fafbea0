import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { NotFound, objectId } from '@app/rest';
import { DeliveryActions } from '@contracts/delivery';
import { CallHistory } from '@contracts/logs';
import { WebhookOverview } from '@contracts/webhooks';
import { Get, Inject, Param, Post } from '@nestjs/common';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { callPage } from './call-page.js';

/** One call: what went wrong, what happens next, what was sent, what came back. */
@ConsolePages('organizers/:organizer/webhooks/:id/calls')
@RequirePermission('can_change_organizer_settings')
export class CallPageController {
  constructor(
    @Inject(CallHistory) private readonly history: CallHistory,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(DeliveryActions) private readonly actions: DeliveryActions,
  ) {}

  @Get(':call')
  async show(
    @Param('id') id: string,
    @Param('call') callId: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
  ): Promise<Page> {
    const webhook = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const call = await this.history.require(webhook.id, objectId(callId, 'Call'));
    const calls =
      call.deliveryId === null ? [] : await this.history.ofDelivery(call.deliveryId, call.recorded);
    return callPage({ organizer: slug, webhook, call, calls });
  }

  @Post(':call/resend')
  async resend(
    @Param('id') id: string,
    @Param('call') callId: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    const webhook = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const { deliveryId } = await this.history.require(webhook.id, objectId(callId, 'Call'));
    if (deliveryId === null) throw new NotFound('Delivery');
    await this.actions.resend({ organizerId, webhookId: webhook.id, principal }, deliveryId);
    return new Redirect(withQuery(paths.webhook(slug, webhook.id), { notice: 'resent' }));
  }
}
