import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { Clock } from '@app/database';
import { objectId, ValidationFailed } from '@app/rest';
import { DeliveryActions, type ResendRange, TestCalls } from '@contracts/delivery';
import { WebhookOverview } from '@contracts/webhooks';
import { Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Form, textOf } from '../../access/form.decorator.js';
import { type Page, Redirect } from '../../layout/page.js';
import { paths, withQuery } from '../../paths.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { fromMinute } from '../detail/log-filter.js';
import { resendPage } from './resend-page.js';
import { ResendQueryDto } from './resend-query.dto.js';

const dayMs = 86_400_000;

/** Sends tests, and again what failed since a moment. */
@ConsolePages('organizers/:organizer/webhooks')
@RequirePermission('can_change_organizer_settings')
export class ResendController {
  constructor(
    @Inject(DeliveryActions) private readonly actions: DeliveryActions,
    @Inject(TestCalls) private readonly tests: TestCalls,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post(':id/test')
  async test(
    @Param('id') id: string,
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    const webhookId = objectId(id, 'WebHook');
    const actionType = textOf(form, 'action_type');
    const call = await this.tests.send({ organizer, webhookId, actionType, principal });
    return new Redirect(paths.call(organizer.slug, webhookId, call));
  }

  @Get(':id/resend')
  async ask(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Query() query: ResendQueryDto,
  ): Promise<Page> {
    const webhook = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const since = fromMinute(query.since) ?? new Date(this.clock.now().getTime() - dayMs);
    const actor = { organizerId, webhookId: webhook.id, principal };
    const failed = await this.actions.countResend(actor, this.failedSince(since));
    return resendPage({ organizer: slug, webhook, since, failed });
  }

  @Post(':id/resend')
  async resend(
    @Param('id') id: string,
    @Form() form: URLSearchParams,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    const since = fromMinute(textOf(form, 'since'));
    if (!since) throw new ValidationFailed({ since: ['This field is required.'] });
    const webhookId = objectId(id, 'WebHook');
    const actor = { organizerId, webhookId, principal };
    const count = await this.actions.resendAll(actor, this.failedSince(since));
    return new Redirect(withQuery(paths.webhook(slug, webhookId), { notice: 'resending', count }));
  }

  private failedSince(since: Date): ResendRange {
    return { since, until: this.clock.now(), state: 'failed' };
  }
}
