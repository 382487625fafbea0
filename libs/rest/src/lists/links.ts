import type { FastifyRequest } from 'fastify';

/** Where clients reach us, without a trailing slash: the configured address, or the one this request came to. */
export type BaseUrlOf = (request: FastifyRequest) => string;

export function baseUrlOf(publicUrl: string | undefined): BaseUrlOf {
  return (request) => publicUrl ?? `${request.protocol}://${request.host}`;
}

/** The request's own address with some parameters replaced; undefined removes one. */
export function linkTo(
  baseUrl: string,
  originalUrl: string,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(originalUrl, baseUrl);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return `${baseUrl}${url.pathname}${url.search}`;
}
