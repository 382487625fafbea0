import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors/api-error.js';

/** Where clients reach us, without a trailing slash: the configured address, or the one this request came to. */
export type BaseUrlOf = (request: FastifyRequest) => string;

/** @throws ApiError of 400 when a request is asked that came to no host */
export function baseUrlOf(publicUrl: string | undefined): BaseUrlOf {
  return (request) => publicUrl ?? `${schemeOf(request)}://${hostOf(request)}`;
}

/** A name, an IPv4 or an IPv6 address, and perhaps a port: nothing that could end the host of a link early. */
const host = /^([\w.-]{1,255}|\[[\da-f:.]{2,45}\])(:\d{1,5})?$/i;

function hostOf({ host: given }: FastifyRequest): string {
  if (!host.test(given)) throw new ApiError('invalid_host', 400, { detail: 'Invalid Host header.' });
  return given;
}

/** A trusted proxy says it, as it likes. */
const schemeOf = ({ protocol }: FastifyRequest): string => (protocol === 'https' ? 'https' : 'http');

/** Only path and query are used. */
const anywhere = 'http://localhost';

/** The request's own address with some parameters replaced; undefined removes one. */
export function linkTo(
  baseUrl: string,
  originalUrl: string,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(originalUrl, anywhere);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return `${baseUrl}${url.pathname}${url.search}`;
}
