import { type AccessRequest, RequirePermission } from '@app/access';
import { TransactionRunner } from '@app/database';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiDefaultResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/api-error.js';
import { Operation } from '../openapi/operation.decorator.js';
import { ConcurrentRequest, send } from './idempotency.interceptor.js';
import { checkIdempotencyKey } from './idempotency-key.js';
import { IdempotencyQueryDto } from './idempotency-query.dto.js';
import { KeptAnswersRepository } from './kept-answers.repository.js';

export class IdempotencyKeyUnknown extends ApiError {
  override readonly name = 'IdempotencyKeyUnknown';
  constructor() {
    super('idempotency_key_unknown', 404, { detail: 'Idempotency key not seen before.' });
  }
}

/** What came of an earlier write, for a client that lost the answer. */
@ApiTags('Idempotency')
@Controller('api/v1/idempotency_query')
export class IdempotencyController {
  constructor(
    private readonly answers: KeptAnswersRepository,
    private readonly transactions: TransactionRunner,
  ) {}

  @Get()
  @RequirePermission('authenticated')
  @Operation({
    id: 'queryIdempotencyKey',
    summary: 'The first answer to an idempotency key',
    description: 'Gives the kept answer again, with its own status, headers and body, whatever it was.',
    errors: [404, 409],
  })
  @ApiDefaultResponse({ description: 'The kept answer, whatever its status and body.' })
  async find(
    @Query() { key }: IdempotencyQueryDto,
    @Req() { principalKey }: FastifyRequest & AccessRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const principal = principalKey ?? '';
    const kept = await this.transactions.run(async (manager) => {
      const found = await this.answers.find(principal, checkIdempotencyKey(key), manager);
      if (!found && !(await this.answers.lock(principal, key, manager))) throw new ConcurrentRequest();
      return found;
    });
    if (!kept) throw new IdempotencyKeyUnknown();
    return send(kept, reply);
  }
}
