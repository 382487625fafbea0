import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import {
  type CursorAnswer,
  CursorList,
  CursorOf,
  CursorRequest,
  LoadedObject,
  LoadObject,
  Operation,
} from '@app/rest';
import { DeliveriesOfNotification } from '@contracts/events';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NotificationFilterDto } from './notification-filter.dto.js';
import { NotificationSearch } from './notification-search.service.js';
import { examplesOfNotifications, NotificationDetailDto, NotificationDto } from './notification.dto.js';
import { NotificationLoader } from './notification.loader.js';
import { toDetailDto, toListedDto } from './notification.mapper.js';
import type { StoredNotification } from './notifications.repository.js';

@ApiTags('Notifications')
@Controller('api/v1/organizers/:organizer/notifications')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationSearch,
    @Inject(DeliveriesOfNotification) private readonly deliveries: DeliveriesOfNotification,
  ) {}

  @Get()
  @RequirePermission('can_view_organizer')
  @CursorList()
  @Operation({
    id: 'listNotifications',
    summary: 'What was recorded, newest first',
    cursorOf: NotificationDto,
    example: { next: null, results: [examplesOfNotifications.listed] },
  })
  async list(
    @CurrentOrganizer() { id, slug }: OrganizerScope,
    @Query() filter: NotificationFilterDto,
    @CursorOf() cursor: CursorRequest,
  ): Promise<CursorAnswer<NotificationDto>> {
    const rows = await this.notifications.search(id, filter, cursor);
    return cursor.answer(
      rows,
      (row) => toListedDto(row, slug),
      ({ recorded, id }) => ({ time: recorded, id }),
    );
  }

  @Get(':notification')
  @RequirePermission('can_view_organizer')
  @LoadObject(NotificationLoader)
  @Operation({
    id: 'getNotification',
    summary: 'One notification, with what was passed along and whom it is owed to',
    answer: NotificationDetailDto,
    example: examplesOfNotifications.detail,
  })
  async find(
    @CurrentOrganizer() { slug }: OrganizerScope,
    @LoadedObject() notification: StoredNotification,
  ): Promise<NotificationDetailDto> {
    return toDetailDto(notification, slug, await this.deliveries.find(notification.id));
  }
}
