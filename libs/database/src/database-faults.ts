import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/** Socket errors of a database that cannot be reached. */
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
]);

/**
 * SQLSTATE classes of a server that is away, overloaded, shutting down, or does not let us in: connection exceptions (08),
 * insufficient resources (53), operator intervention (57), system errors (58), authorization (28), no such database (3D); and
 * single states: a read-only standby (25006), a transaction ended for being idle or long (25P03, 25P04), a database that
 * takes no connections (55000).
 */
const serverStates = /^(08|28|3D|53|57|58)|^(25006|25P0[34]|55000)$/;

/** What pg says without a code. */
const connectionLost =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/;

/** TypeORM lets go of a broken connection by itself; the transaction that goes on over it learns of it this way. */
const isReleased = (error: Error): boolean =>
  error instanceof QueryRunnerAlreadyReleasedError ||
  error instanceof QueryRunnerProviderAlreadyReleasedError;

/** Whether the failure says that the database is away for now, and not that the statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (socketCodes.has(code) || serverStates.test(code)) return true;
  if (connectionLost.test(error.message) || isReleased(error)) return true;
  return error.cause !== undefined && isDatabaseAway(error.cause);
}

/** Serialization failures and deadlocks: the same transaction may succeed when tried again. */
export function isTransient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}
