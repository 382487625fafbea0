import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { DirectRoutes, Operation, readBody } from '@app/rest';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { examplesOfNotifications, RecordedBatchDto, RecordedNotificationDto } from './notification.dto.js';
import { RecordBatchDto, RecordNotificationDto, recordNotificationBody } from './record-notification.dto.js';
import { SaidNotifications } from './said-notifications.service.js';

const path = 'api/v1/organizers/:organizer/notifications';

@ApiTags('Notifications')
@Controller(path)
export class RecordingController {
  constructor(
    private readonly notifications: SaidNotifications,
    directRoutes: DirectRoutes,
  ) {
    // One notification a request is the most frequent request there is.
    directRoutes.add({
      method: 'POST',
      url: path,
      controller: this,
      handler: 'record',
      answer: async ({ organizer, body }, reply) => {
        void reply.status(201);
        return this.record(organizer!, readBody(RecordNotificationDto, body), reply);
      },
    });
  }

  @Post()
  @RequirePermission('can_send_notifications')
  @ApiBody(recordNotificationBody)
  @Operation({
    id: 'recordNotification',
    summary: 'Record that something happened',
    description:
      'Answers after the commit: from then on every webhook that wants it is told. 200 when its `idempotency_key` was used before with the same content; 409 with other content.',
    status: 201,
    alsoStatus: [200],
    answer: RecordedNotificationDto,
    example: examplesOfNotifications.recorded,
    errors: [409],
  })
  async record(
    @CurrentOrganizer() organizer: OrganizerScope,
    @Body() { given }: RecordNotificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedNotificationDto> {
    const { answer, isDuplicate } = await this.notifications.record(given, organizer);
    if (isDuplicate) void reply.status(200);
    return answer;
  }

  @Post('batch')
  @RequirePermission('can_send_notifications')
  @Operation({
    id: 'recordNotifications',
    summary: 'Record up to 1,000 at once, all or nothing',
    description:
      'With any fault nothing is recorded, and the faults are named by index: `{"notifications":{"17":{"code":["…"]}}}`.',
    status: 201,
    answer: RecordedBatchDto,
    example: { results: [examplesOfNotifications.recorded] },
  })
  async recordBatch(
    @CurrentOrganizer() organizer: OrganizerScope,
    @Body() { notifications }: RecordBatchDto,
  ): Promise<RecordedBatchDto> {
    return { results: await this.notifications.recordAll(notifications, organizer) };
  }
}
