import { RequirePermission } from '@app/access';
import {
  type CursorAnswer,
  CursorList,
  CursorOf,
  CursorRequest,
  LoadedObject,
  LoadObject,
  objectId,
  Operation,
} from '@app/rest';
import { NotificationArchive, type NotificationSummary } from '@contracts/events';
import { type WebhookTarget, WebhookTargetLoader } from '@contracts/webhooks';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallLog } from '../calls/call-log.service.js';
import type { Delivery } from './delivery.js';
import { DeliveryDetailDto, DeliveryDto, DeliveryFilterDto } from './delivery.dto.js';
import { deliveryDetailExample, deliveryExample } from './delivery.examples.js';
import { toDeliveryDto } from './delivery.mapper.js';
import { DeliverySearch } from './delivery-search.service.js';

/** What a webhook is owed, and what became of what it was. */
@ApiTags('Deliveries')
@Controller('api/v1/organizers/:organizer/webhooks/:id/deliveries')
@RequirePermission('can_change_organizer_settings')
@LoadObject(WebhookTargetLoader)
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliverySearch,
    private readonly calls: CallLog,
    @Inject(NotificationArchive) private readonly notifications: NotificationArchive,
  ) {}

  @Get()
  @CursorList()
  @Operation({
    id: 'listDeliveries',
    summary: 'List the deliveries of a webhook',
    description: 'Those that are pending, and those that ended in the last 30 days, newest first.',
    cursorOf: DeliveryDto,
    example: { next: null, results: [deliveryExample] },
  })
  async list(
    @LoadedObject() { id: webhookId }: WebhookTarget,
    @Query() filter: DeliveryFilterDto,
    @CursorOf() cursor: CursorRequest,
  ): Promise<CursorAnswer<DeliveryDto>> {
    const { after, limit } = cursor;
    const found = await this.deliveries.search({ webhookId, filter, after, limit: limit + 1 });
    const notifications = await this.notificationsOf(found);
    return cursor.answer(
      found,
      (delivery) => toDeliveryDto(delivery, notifications.get(delivery.notificationId)),
      ({ recorded, id }) => ({ time: recorded, id }),
    );
  }

  @Get(':delivery')
  @Operation({
    id: 'getDelivery',
    summary: 'Get one delivery',
    description: 'With the calls that were made for it.',
    answer: DeliveryDetailDto,
    example: deliveryDetailExample,
  })
  async get(
    @LoadedObject() { id: webhookId }: WebhookTarget,
    @Param('delivery') id: string,
  ): Promise<DeliveryDetailDto> {
    const delivery = await this.deliveries.require(webhookId, objectId(id, 'Delivery'));
    const notifications = await this.notificationsOf([delivery]);
    const calls = await this.calls.ofDelivery(delivery.id, delivery.recorded);
    return { ...toDeliveryDto(delivery, notifications.get(delivery.notificationId)), calls };
  }

  private async notificationsOf(
    deliveries: readonly Delivery[],
  ): Promise<ReadonlyMap<number, NotificationSummary>> {
    if (deliveries.length === 0) return new Map();
    return this.notifications.load(
      deliveries.map(({ notificationId, recorded }) => ({ id: notificationId, recorded })),
    );
  }
}
