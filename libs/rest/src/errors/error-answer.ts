import { isDatabaseAway } from '@app/database';
import { HttpException } from '@nestjs/common';
import { ApiError, NotFound, ServiceUnavailable } from './api-error.js';

/** What a client gets for an error. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Nobody foresaw it: it is logged, with its stack, under the request's id. */
  readonly isUnforeseen: boolean;
}

/** Seconds until a client may ask again while PostgreSQL is away. */
const databaseRetryAfter = 5;

/** The one mapping from errors to HTTP. */
export function answerOf(error: unknown, requestId: string): ErrorAnswer {
  const known = knownError(error);
  if (known) return { status: known.status, headers: known.headers, body: known.body, isUnforeseen: false };
  return {
    status: 500,
    headers: {},
    body: { detail: 'Internal server error.', request_id: requestId },
    isUnforeseen: true,
  };
}

function knownError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (isDatabaseAway(error)) return new ServiceUnavailable(databaseRetryAfter, error);
  if (error instanceof HttpException && error.getStatus() === 404) return new NotFound();
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500)
    return new ApiError('bad_request', status, { detail: 'Bad request.' });
  return undefined;
}

/** Fastify's own errors carry theirs, and so do Nest's. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return undefined;
  return error.statusCode;
}
