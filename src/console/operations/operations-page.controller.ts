import { AskedByPage, RequirePermission } from '@app/access';
import { Get, Logger, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../layout/page.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import type { ConsoleRequest } from '../serving/console-request.js';
import { LiveStreams } from '../live/live-streams.service.js';
import { LiveOperations } from './live-operations.service.js';
import { operationsPage } from './operations-page.js';
import { OperationsReports } from './operations-report.service.js';

/** How Doorbell itself does, for who runs it. */
@ConsolePages('operations')
@RequirePermission('admin')
export class OperationsPageController {
  private readonly logger = new Logger(OperationsPageController.name);

  constructor(
    private readonly reports: OperationsReports,
    private readonly live: LiveOperations,
    private readonly streams: LiveStreams,
  ) {}

  @Get()
  async show(): Promise<Page> {
    return operationsPage(await this.reports.make());
  }

  /** The same again every few seconds: server-sent events. */
  @Get('live')
  @AskedByPage()
  async follow(@Req() request: ConsoleRequest, @Res() reply: FastifyReply): Promise<void> {
    const render = await this.live.renderer(request, reply);
    const stream = this.streams.start(reply, request.session!.personId);
    void this.live.follow(request.headers.cookie, render, stream).catch((error: unknown) => {
      if (!stream.isOpen) return;
      this.logger.warn({ code: 'live_page_ended', message: 'A page could not be told what is new.', error });
      stream.end();
    });
  }
}
