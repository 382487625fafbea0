import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { objectId } from '@app/rest';
import { RetryBacklogs } from '@contracts/delivery';
import { WebhookEditing, WebhookOverview } from '@contracts/webhooks';
import { Get, Inject, Param, Post } from '@nestjs/common';
import { type Page, Redirect } from '../../layout/page.js';
import { paths, withQuery } from '../../paths.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { countText } from '../detail/count-text.js';
import { deletionPage } from './deletion-page.js';

/** Removes a webhook for good, as the API does with `permanent=true`. */
@ConsolePages('organizers/:organizer/webhooks/:id/delete')
@RequirePermission('can_change_organizer_settings')
export class DeletionController {
  constructor(
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(WebhookEditing) private readonly editing: WebhookEditing,
    @Inject(RetryBacklogs) private readonly backlogs: RetryBacklogs,
  ) {}

  @Get()
  async ask(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
  ): Promise<Page> {
    const webhook = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const backlog = (await this.backlogs.of([webhook.id])).get(webhook.id);
    const waiting = backlog && countText(backlog.waiting, this.backlogs.mostCounted);
    return deletionPage({ organizer: slug, webhook, waiting });
  }

  @Post()
  async delete(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    await this.editing.remove(objectId(id, 'WebHook'), { organizerId, principal });
    return new Redirect(withQuery(paths.webhooks(slug), { notice: 'deleted' }));
  }
}
