import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Fragment, Page, Redirect } from '../layout/page.js';
import type { ConsoleRequest } from './console-request.js';
import { Frames } from './frames.service.js';
import { encode, renderFragment, renderPage } from './page-renderer.js';

const redirectAfterPost = 303;

/** Puts what a handler answers on the reply. */
@Injectable()
export class PageAnswers {
  constructor(private readonly frames: Frames) {}

  /** The body to send. What is none of ours passes as it is. */
  async body(answer: unknown, request: ConsoleRequest, reply: FastifyReply): Promise<unknown> {
    if (answer instanceof Redirect) {
      void reply.status(redirectAfterPost).header('location', answer.location);
      return '';
    }
    if (!(answer instanceof Page) && !(answer instanceof Fragment)) return answer;
    const frame = await this.frames.of(request, reply);
    const html = answer instanceof Page ? renderPage(answer, frame) : renderFragment(answer, frame);
    if (answer instanceof Page) void reply.status(answer.options.status ?? 200);
    const { content, encoding } = await encode(html, request.headers['accept-encoding']);
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-language', frame.language)
      .header('vary', 'accept-encoding, accept-language, cookie');
    if (encoding) void reply.header('content-encoding', encoding);
    return content;
  }
}
