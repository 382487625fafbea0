import type { AccessRequest } from '@app/access';
import { TransactionRunner } from '@app/database';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { Conflict } from '../errors/api-error.js';
import { answerOf } from '../errors/error-answer.js';
import { fixedHeaders } from '../server/fixed-headers.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { type KeptAnswer, KeptAnswersRepository } from './kept-answers.repository.js';
import { KeyedWrites } from './keyed-writes.service.js';

const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** They say "not now", not what came of the request (docs/adr/0016). */
const neverKept = new Set([401, 403, 409, 429, 500, 503]);
const ownHeaders = new Set([
  ...Object.keys(fixedHeaders('https:')),
  'x-request-id',
  'content-length',
  'date',
  'connection',
  'ratelimit',
  'ratelimit-policy',
]);

export class ConcurrentRequest extends Conflict {
  override readonly name = 'ConcurrentRequest';
  constructor() {
    super('Concurrent request with idempotency key.', { headers: { 'retry-after': '5' } });
  }
}

/** Gives a write with a known key its first answer again. Lock, effect and kept answer are one transaction. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly answers: KeptAnswersRepository,
    private readonly transactions: TransactionRunner,
    private readonly writes: KeyedWrites,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & AccessRequest>();
    const { principalKey: principal } = request;
    if (!writes.has(request.method) || principal === undefined) return next.handle();
    const key = idempotencyKeyOf(request);
    if (key === undefined) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const answer = () => this.answerOnce(principal, key, next, reply, request.id);
    return defer(() => from(this.writes.run(principal, answer)));
  }

  private async answerOnce(
    principal: string,
    key: string,
    next: CallHandler,
    reply: FastifyReply,
    requestId: string,
  ): Promise<unknown> {
    const answer = await this.transactions.run(async (manager) => {
      if (!(await this.answers.lock(principal, key, manager))) throw new ConcurrentRequest();
      const kept = await this.answers.find(principal, key, manager);
      if (kept) return { ...kept, headers: { ...kept.headers, 'idempotent-replayed': 'true' } };
      const first = await this.firstAnswer(next, reply, requestId);
      await this.answers.keep(principal, key, first, manager);
      return first;
    });
    return send(answer, reply);
  }

  /** The effect is undone where the answer is an error that is kept; other errors undo everything. */
  private async firstAnswer(next: CallHandler, reply: FastifyReply, requestId: string): Promise<KeptAnswer> {
    try {
      const body = await this.transactions.savepoint(async () =>
        lastValueFrom(next.handle(), { defaultValue: undefined }),
      );
      return { status: reply.statusCode, headers: headersOf(reply), body: body ?? null };
    } catch (error) {
      const { status, headers, body } = answerOf(error, requestId);
      if (neverKept.has(status)) throw error;
      return { status, headers, body };
    }
  }
}

/** Puts a kept answer on the reply, and hands its body to Nest. */
export function send({ status, headers, body }: KeptAnswer, reply: FastifyReply): unknown {
  void reply.status(status).headers(headers as Record<string, string>);
  return body ?? undefined;
}

function headersOf(reply: FastifyReply): KeptAnswer['headers'] {
  const entries = Object.entries(reply.getHeaders()).filter(
    ([name, value]) => value !== undefined && !ownHeaders.has(name),
  );
  return Object.fromEntries(entries) as KeptAnswer['headers'];
}
