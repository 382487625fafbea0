import type { FastifyReply } from 'fastify';
import { TooManyRequests } from '../errors/api-error.js';
import { answerOf } from '../errors/error-answer.js';

/** A 429 before the body is read: nothing that follows it on the connection could be, so the connection ends with it. */
export function refuseUnread(reply: FastifyReply, retryAfter: number): void {
  const { status, headers, body } = answerOf(new TooManyRequests(retryAfter), reply.request.id);
  void reply.status(status).headers(headers).header('connection', 'close').send(body);
}
