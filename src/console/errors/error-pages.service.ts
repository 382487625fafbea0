import { answerOf, ApiError } from '@app/rest';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import type { ConsoleRequest } from '../serving/console-request.js';
import { PageAnswers } from '../serving/page-answers.service.js';
import { errorPage } from './error-page.js';

const unauthorized = 401;

/** What a person reads in place of a page. */
@Injectable()
export class ErrorPages {
  private readonly logger = new Logger(ErrorPages.name);

  constructor(private readonly answers: PageAnswers) {}

  /** Puts the error on the reply; the body to send. */
  async answer(error: unknown, request: ConsoleRequest, reply: FastifyReply): Promise<unknown> {
    const answer = answerOf(error, request.id);
    if (answer.isUnforeseen) this.report(error, request);
    if (answer.status === unauthorized) return this.answers.body(toSignIn(request), request, reply);
    void reply.headers(answer.headers);
    const code = error instanceof ApiError ? error.code : undefined;
    return this.answers.body(errorPage(answer, code, request.id), request, reply);
  }

  private report(error: unknown, { id, method }: ConsoleRequest): void {
    this.logger.error({
      code: 'page_failed',
      message: 'A page failed for a reason nobody foresaw.',
      requestId: id,
      method,
      error,
    });
  }
}

/** What was asked for is there again afterwards; what was sent is not. */
function toSignIn({ method, url }: ConsoleRequest): Redirect {
  const next = method === 'GET' && url !== paths.home ? url : undefined;
  return new Redirect(withQuery(paths.signIn, { next }));
}
