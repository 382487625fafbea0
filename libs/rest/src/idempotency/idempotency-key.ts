import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors/api-error.js';

const longestKey = 190;

export class InvalidIdempotencyKey extends ApiError {
  override readonly name = 'InvalidIdempotencyKey';
  constructor(detail: string) {
    super('invalid_idempotency_key', 400, { detail });
  }
}

/** Whether it names a key, right or wrong. */
export const hasIdempotencyKey = ({ headers }: FastifyRequest): boolean =>
  headers['x-idempotency-key'] !== undefined || headers['idempotency-key'] !== undefined;

/** The request's key, undefined where it has none. @throws InvalidIdempotencyKey */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const [pretixKey, key] = [headers['x-idempotency-key'], headers['idempotency-key']].map((value) =>
    Array.isArray(value) ? value.join(', ') : value,
  );
  if (pretixKey !== undefined && key !== undefined && pretixKey !== key) {
    throw new InvalidIdempotencyKey('X-Idempotency-Key and Idempotency-Key differ.');
  }
  const given = pretixKey ?? key;
  return given === undefined ? undefined : checkIdempotencyKey(given);
}

/** @throws InvalidIdempotencyKey */
export function checkIdempotencyKey(key: string): string {
  if (key === '') throw new InvalidIdempotencyKey('The idempotency key is blank.');
  if (key.includes('\0')) throw new InvalidIdempotencyKey('Null characters are not allowed.');
  if (key.length > longestKey) {
    throw new InvalidIdempotencyKey(`Ensure the idempotency key has no more than ${longestKey} characters.`);
  }
  return key;
}
