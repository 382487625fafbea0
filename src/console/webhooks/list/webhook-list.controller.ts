import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { Get, Query } from '@nestjs/common';
import type { Page } from '../../layout/page.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { webhookStates } from '../webhook-state.js';
import { webhookListPage } from './webhook-list-page.js';
import { WebhookListQueryDto } from './webhook-list-query.dto.js';
import { WebhookRowsService } from './webhook-rows.service.js';

/** The webhooks of an organizer, and how they do. */
@ConsolePages('organizers/:organizer/webhooks')
@RequirePermission('can_change_organizer_settings')
export class WebhookListController {
  constructor(private readonly webhooks: WebhookRowsService) {}

  @Get()
  async list(
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @Query() { search = '', state: asked, after = 0, notice }: WebhookListQueryDto,
  ): Promise<Page> {
    const state = webhookStates.find((name) => name === asked);
    const { rows, next } = await this.webhooks.find({ organizerId, search, state, after });
    return webhookListPage({ organizer: slug, rows, next, search, state, after, notice });
  }
}
