import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { NotFound, objectId } from '@app/rest';
import { DeliveryActions } from '@contracts/delivery';
import { NotificationLookup } from '@contracts/events';
import { DeliveryStandings } from '@contracts/logs';
import { Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { ListQueryDto } from '../serving/list-query.dto.js';
import { notificationPage } from './notification-page.js';
import { NotificationPageService } from './notification-page.service.js';

/** One notification: what was recorded, whom it was owed to, how each stands. */
@ConsolePages('organizers/:organizer/notifications')
@RequirePermission('can_change_organizer_settings')
export class NotificationPageController {
  constructor(
    private readonly page: NotificationPageService,
    @Inject(NotificationLookup) private readonly notifications: NotificationLookup,
    @Inject(DeliveryStandings) private readonly standings: DeliveryStandings,
    @Inject(DeliveryActions) private readonly actions: DeliveryActions,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  @Get(':notification')
  async show(
    @Param('notification') id: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @Query() { page = 1, notice }: ListQueryDto,
  ): Promise<Page> {
    const shown = await this.page.require(organizerId, objectId(id, 'Notification'), page);
    const mostAttempts = this.settings.retrySchedule.length + 1;
    return notificationPage({ ...shown, organizer: slug, mostAttempts, notice });
  }

  @Post(':notification/deliveries/:delivery/resend')
  async resend(
    @Param('notification') notification: string,
    @Param('delivery') delivery: string,
    @CurrentOrganizer() { id: organizerId, slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    const [id, deliveryId] = [objectId(notification, 'Notification'), objectId(delivery, 'Delivery')];
    const recorded = await this.notifications.require(organizerId, id);
    const found = await this.standings.find(recorded, deliveryId);
    if (!found) throw new NotFound('Delivery');
    await this.actions.resend({ organizerId, webhookId: found.webhookId, principal }, deliveryId);
    return new Redirect(withQuery(paths.notification(slug, id), { notice: 'resent' }));
  }
}
