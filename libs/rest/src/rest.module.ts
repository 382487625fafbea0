import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ErrorFilter } from './errors/error.filter.js';
import { IdempotencyController } from './idempotency/idempotency.controller.js';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.js';
import { IdempotencyPurge } from './idempotency/idempotency-purge.service.js';
import { KeptAnswersRepository } from './idempotency/kept-answers.repository.js';
import { KeyedWrites } from './idempotency/keyed-writes.service.js';
import { LoadObjectInterceptor } from './objects/load-object.interceptor.js';
import { DirectRoutes } from './server/direct-routes.service.js';
import { DtoPipe } from './server/dto.pipe.js';
import { FallbackController } from './server/fallback.controller.js';
import { RouteTable } from './server/route-table.js';

/**
 * The REST manner of the whole application, in the contract's order of checks: guards (organizers), then these
 * interceptors in their order, then the pipe. Goes with createRestAdapter().
 */
@Global()
@Module({
  controllers: [IdempotencyController, FallbackController],
  providers: [
    KeptAnswersRepository,
    KeyedWrites,
    IdempotencyPurge,
    RouteTable,
    DirectRoutes,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: LoadObjectInterceptor },
    { provide: APP_PIPE, useClass: DtoPipe },
  ],
  exports: [DirectRoutes],
})
export class RestModule {}
