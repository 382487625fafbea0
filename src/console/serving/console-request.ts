import type { AccessRequest } from '@app/access';
import type { FastifyRequest } from 'fastify';

/** A request for a page, with what the guards have found. */
export type ConsoleRequest = FastifyRequest & AccessRequest;
