import { AskedByPage, CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { objectId } from '@app/rest';
import { WebhookOverview } from '@contracts/webhooks';
import { Get, Inject, Logger, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import type { ConsoleRequest } from '../../serving/console-request.js';
import { toCallFilter } from '../detail/log-filter.js';
import { LiveQueryDto } from './live-query.dto.js';
import { LiveLog } from './live-log.service.js';
import { LiveRows } from './live-rows.service.js';
import { LiveStreams } from '../../live/live-streams.service.js';

/** The new calls of a webhook, as rows of its log: server-sent events. */
@ConsolePages('organizers/:organizer/webhooks')
@RequirePermission('can_change_organizer_settings')
export class LiveLogController {
  private readonly logger = new Logger(LiveLogController.name);

  constructor(
    private readonly streams: LiveStreams,
    private readonly log: LiveLog,
    private readonly rows: LiveRows,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
  ) {}

  @Get(':id/live')
  @AskedByPage()
  async follow(
    @Param('id') id: string,
    @CurrentOrganizer() { id: organizerId }: OrganizerScope,
    @Query() query: LiveQueryDto,
    @Req() request: ConsoleRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const webhook = await this.webhooks.require(organizerId, objectId(id, 'WebHook'));
    const render = await this.rows.renderer(request, reply);
    const stream = this.streams.start(reply, request.session!.personId);
    const followed = {
      webhook: { id: webhook.id, organizerId },
      filter: toCallFilter(query),
      known: momentOf(request.headers['last-event-id'] ?? query.last),
      cookieHeader: request.headers.cookie,
      render,
    };
    void this.log.follow(followed, stream).catch((error: unknown) => {
      if (!stream.isOpen) return;
      // The page comes back by itself, and is sent the last minute again.
      this.logger.warn({ code: 'live_log_ended', message: 'A page could not be told of new calls.', error });
      stream.end();
    });
  }
}

const milliseconds = /^\d{1,14}$/;

/** As a stream has written it; undefined where it is none. */
const momentOf = (text: string | readonly string[] | undefined): Date | undefined =>
  typeof text === 'string' && milliseconds.test(text) ? new Date(Number(text)) : undefined;
