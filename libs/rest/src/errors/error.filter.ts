import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerOf } from './error-answer.js';

/** Every error of every route ends here. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { status, headers, body, isUnforeseen } = answerOf(error, request.id);
    if (isUnforeseen) {
      this.logger.error({
        code: 'request_failed',
        message: 'A request failed for a reason nobody foresaw.',
        requestId: request.id,
        method: request.method,
        error,
      });
    }
    void reply.status(status).headers(headers).send(body);
  }
}
