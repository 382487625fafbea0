import { AskedByPage, CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { objectId } from '@app/rest';
import { WebhookOverview } from '@contracts/webhooks';
import { Get, Inject, Param, Query } from '@nestjs/common';
import { Fragment } from '../../layout/page.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { LogQueryDto } from './log-query.dto.js';
import { Progress } from './progress.js';
import { WebhookProgress } from './webhook-progress.service.js';

/** The part of a webhook's page that says how far what was asked of it is. */
@ConsolePages('organizers/:organizer/webhooks')
@RequirePermission('can_change_organizer_settings')
export class ProgressController {
  constructor(
    private readonly progress: WebhookProgress,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
  ) {}

  @Get(':id/progress')
  @AskedByPage()
  async show(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @Query() { count, at }: LogQueryDto,
  ): Promise<Fragment> {
    const webhook = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const progress = await this.progress.of(webhook.id, { count, at });
    return new Fragment(<Progress organizer={slug} webhookId={webhook.id} {...progress} />);
  }
}
