import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { objectId } from '@app/rest';
import { RetryBacklogs } from '@contracts/delivery';
import { Get, Inject, Param, Query } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import type { Page } from '../../layout/page.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { WebhookRowsService } from '../list/webhook-rows.service.js';
import { readPlace, toCallFilter } from './log-filter.js';
import { LogQueryDto } from './log-query.dto.js';
import { webhookPage } from './webhook-page.js';
import { WebhookPageService } from './webhook-page.service.js';
import { WebhookProgress } from './webhook-progress.service.js';

/** One webhook: its state, and the log right below it. */
@ConsolePages('organizers/:organizer/webhooks')
@RequirePermission('can_change_organizer_settings')
export class WebhookPageController {
  constructor(
    private readonly webhooks: WebhookRowsService,
    private readonly page: WebhookPageService,
    private readonly progress: WebhookProgress,
    @Inject(RetryBacklogs) private readonly backlogs: RetryBacklogs,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  @Get(':id')
  async show(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @Query() { before, notice, count, at, ...query }: LogQueryDto,
  ): Promise<Page> {
    const row = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const webhook = { id: row.webhook.id, organizerId };
    const place = readPlace(before);
    const [log, hours, progress] = await Promise.all([
      this.page.log(webhook, toCallFilter(query), place),
      this.page.hours(webhook.id),
      this.progress.of(webhook.id, { count, at }),
    ]);
    return webhookPage({
      organizer: slug,
      row,
      hours,
      progress,
      log,
      query,
      isNewest: place === null,
      types: this.page.allTypes(),
      mostAttempts: this.settings.retrySchedule.length + 1,
      logDays: this.settings.logRetentionDays,
      mostCounted: this.backlogs.mostCounted,
      notice,
      count,
    });
  }
}
