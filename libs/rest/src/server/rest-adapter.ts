import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { BodyTooLarge, NotAcceptable } from '../errors/api-error.js';
import { answerOf } from '../errors/error-answer.js';
import { baseUrlOf } from '../lists/links.js';
import type { BaseUrlRequest } from '../lists/list.decorators.js';
import { readAll } from './arriving-body.js';
import { boundedServer, BrokenRequests, type ConnectionBounds, usualBounds } from './connection-bounds.js';
import { fixedHeaders } from './fixed-headers.js';
import { boundPipelining } from './pipelined-requests.js';
import { RawBody } from './raw-body.js';
import { RequestRoom } from './request-room.js';
import { closeUnusedConnections } from './unused-connections.js';

export interface RestAdapterOptions {
  /** DOORBELL_TRUST_PROXY. */
  readonly trustProxy?: boolean | string;
  /** DOORBELL_PUBLIC_URL: what absolute links begin with; otherwise what the request came to. */
  readonly publicUrl?: string | undefined;
  /** Default: usualBounds. */
  readonly bounds?: Partial<ConnectionBounds>;
}

/** Bytes of a request's body; more is a 413. */
const bodyLimit = 4 * 1024 * 1024;
/** A longer segment of a path names nothing of ours. */
const maxParamLength = 500;
const apiPrefix = '/api/v1/';
const healthPrefix = '/health/';
const requestIdHeader = 'x-request-id';

/**
 * Fastify, so that checks come in the contract's order: bodies stay bytes until guards and loaders have spoken, every
 * path is served with and without its trailing slash, and what Fastify refuses by itself reads like every other error.
 */
export function createRestAdapter({
  trustProxy = false,
  publicUrl,
  bounds: given = {},
}: RestAdapterOptions = {}): FastifyAdapter {
  const bounds = { ...usualBounds, ...given };
  const broken = new BrokenRequests();
  const fixed = fixedHeaders(publicUrl);
  const adapter = new FastifyAdapter({
    ...boundedServer(bounds),
    clientErrorHandler: broken.refuse,
    trustProxy,
    bodyLimit,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength },
    // A path that cannot be decoded, or with too long a segment.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(fixed).header(requestIdHeader, request.id);
      void reply.status(404).send({ detail: 'Not found.' });
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.server.maxConnections = bounds.mostConnections;
  broken.watch(fastify);
  closeUnusedConnections(fastify);
  decorateWithBaseUrl(fastify, publicUrl);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(fixed).header(requestIdHeader, request.id);
    done();
  });
  boundPipelining(fastify, bounds.mostPipelined);
  const room = new RequestRoom();
  room.guard(fastify, healthPrefix);
  takeBodiesAsBytes(fastify, room);
  fastify.addHook('preHandler', requireJsonAccepted);
  return adapter;
}

function decorateWithBaseUrl(fastify: FastifyInstance, publicUrl: string | undefined): void {
  const findBaseUrl = baseUrlOf(publicUrl);
  // Few handlers ask for it.
  fastify.decorateRequest('baseUrl', {
    getter(this: FastifyRequest): BaseUrlRequest['baseUrl'] {
      return findBaseUrl(this);
    },
  });
}

function takeBodiesAsBytes(fastify: FastifyInstance, room: RequestRoom): void {
  fastify.removeAllContentTypeParsers();
  const contentTypes = new WeakMap<object, string>();
  // Fastify would refuse a type it cannot parse before anybody is asked who calls.
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    contentTypes.set(request.raw, headers['content-type'] ?? '');
    if (headers['content-type'] !== undefined) headers['content-type'] = 'application/octet-stream';
    done();
  });
  fastify.addContentTypeParser('*', async (request: FastifyRequest, stream: Readable) => {
    const bytes = await readWithin(room, request, stream);
    return new RawBody(contentTypes.get(request.raw) ?? '', bytes);
  });
}

/** @throws BodyTooLarge, TooManyRequests */
async function readWithin(room: RequestRoom, request: FastifyRequest, stream: Readable): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw new BodyTooLarge();
  let kept = 0;
  try {
    const bytes = await readAll(stream, {
      limit: bodyLimit,
      onPiece: (length) => room.take(request, length),
    });
    kept = bytes.length;
    return bytes;
  } finally {
    room.hasArrived(request, kept);
  }
}

/** What most clients say needs no negotiation. */
function takesJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return true;
  return new Negotiator({ headers: { accept } }).mediaType(['application/json']) !== undefined;
}

function requireJsonAccepted(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (takesJson(request.headers.accept) || !request.url.startsWith(apiPrefix)) {
    done();
    return;
  }
  const { status, body } = answerOf(new NotAcceptable(), request.id);
  void reply.status(status).send(body);
}
