import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { ConsoleRequest } from './console-request.js';
import { PageAnswers } from './page-answers.service.js';

/** Handlers answer a Page, a Fragment or a Redirect; the browser gets HTML. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(private readonly answers: PageAnswers) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<ConsoleRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap(async (answer) => this.answers.body(answer, request, reply)));
  }
}
