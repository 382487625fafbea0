import type { FastifyRequest } from 'fastify';

/** Whether the request is one for a page of the console: people are known there by their session, and nowhere else. */
export function isConsolePage({ routeOptions }: Pick<FastifyRequest, 'routeOptions'>): boolean {
  const { url = '' } = routeOptions;
  return url === '/console' || url.startsWith('/console/');
}
