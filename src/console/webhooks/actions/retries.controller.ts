import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { Clock } from '@app/database';
import { objectId } from '@app/rest';
import { DeliveryActions, RetryBacklogs } from '@contracts/delivery';
import { resendableDays } from '@contracts/events';
import { WebhookOverview } from '@contracts/webhooks';
import { Get, Inject, Param, Post } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { type Page, Redirect } from '../../layout/page.js';
import { paths, withQuery } from '../../paths.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { countText } from '../detail/count-text.js';
import { confirmPage, type RetryAction } from './confirm-page.js';

/** What people do about the retries that a webhook waits for. */
@ConsolePages('organizers/:organizer/webhooks')
@RequirePermission('can_change_organizer_settings')
export class RetriesController {
  constructor(
    @Inject(DeliveryActions) private readonly actions: DeliveryActions,
    @Inject(RetryBacklogs) private readonly backlogs: RetryBacklogs,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  @Get(':id/retry-now')
  async askToRetry(@Param('id') id: string, @CurrentOrganizer() organizer: OrganizerScope): Promise<Page> {
    return this.ask('retry', id, organizer);
  }

  @Post(':id/retry-now')
  async retry(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    const webhookId = objectId(id, 'WebHook');
    const count = await this.actions.expedite({ organizerId, webhookId, principal });
    return new Redirect(
      withQuery(paths.webhook(slug, webhookId), { notice: 'retried', count, at: this.clock.now().getTime() }),
    );
  }

  @Get(':id/stop-retrying')
  async askToDrop(@Param('id') id: string, @CurrentOrganizer() organizer: OrganizerScope): Promise<Page> {
    return this.ask('drop', id, organizer);
  }

  @Post(':id/stop-retrying')
  async drop(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    const webhookId = objectId(id, 'WebHook');
    const count = await this.actions.drop({ organizerId, webhookId, principal });
    return new Redirect(withQuery(paths.webhook(slug, webhookId), { notice: 'dropped', count }));
  }

  private async ask(
    action: RetryAction,
    id: string,
    { id: organizerId, slug }: OrganizerScope,
  ): Promise<Page> {
    const webhook = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const backlog = (await this.backlogs.of([webhook.id])).get(webhook.id);
    const count = backlog && countText(backlog.waiting, this.backlogs.mostCounted);
    const days = Math.min(resendableDays, this.settings.logRetentionDays);
    return confirmPage({ action, organizer: slug, webhook, count, resendableDays: days });
  }
}
