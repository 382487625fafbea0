import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ConsoleRequest } from '../serving/console-request.js';
import { ErrorPages } from './error-pages.service.js';

/** Every error of a page ends here. */
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  constructor(private readonly pages: ErrorPages) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    await reply.send(await this.pages.answer(error, http.getRequest<ConsoleRequest>(), reply));
  }
}
