import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { lastValues } from '../server/query-values.js';
import { CursorRequest } from './cursor.js';
import { PageRequest } from './page.js';

/** What the adapter leaves on each request. */
export interface BaseUrlRequest {
  baseUrl: string;
}

const requestOf = (context: ExecutionContext): FastifyRequest & BaseUrlRequest =>
  context.switchToHttp().getRequest<FastifyRequest & BaseUrlRequest>();

/** Parameters of lists, which a @Query() DTO need not know. */
export const listParameters = ['page', 'page_size', 'cursor'] as const;

/** The page asked for. The handler also wears @PagedList(). */
export const PageOf = createParamDecorator((_data: unknown, context: ExecutionContext): PageRequest => {
  const request = requestOf(context);
  return new PageRequest(request.baseUrl, request.originalUrl, lastValues(request.query));
});

/** The stretch asked for. The handler also wears @CursorList(). */
export const CursorOf = createParamDecorator((_data: unknown, context: ExecutionContext): CursorRequest => {
  const request = requestOf(context);
  return new CursorRequest(request.baseUrl, request.originalUrl, lastValues(request.query));
});

const pageSize = ApiQuery({
  name: 'page_size',
  required: false,
  description: 'Items on a page: 50 unless said otherwise, and at most.',
  schema: { type: 'integer', minimum: 1, maximum: 50, default: 50 },
});

/** Describes the parameters of a list with numbered pages. */
export const PagedList = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'page',
      required: false,
      description: 'From 1.',
      schema: { type: 'integer', minimum: 1, default: 1 },
    }),
    pageSize,
  );

/** Describes the parameters of a list that pages by cursor. */
export const CursorList = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'cursor',
      required: false,
      description: 'From `next` of the page before.',
      schema: { type: 'string' },
    }),
    pageSize,
  );
