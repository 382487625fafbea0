import type { Socket } from 'node:net';
import type { Server, ServerResponse } from 'node:http';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { fixedHeaders } from './fixed-headers.js';

/** What one connection, and all together, may take of a process (docs/api.md, Bounds). */
export interface ConnectionBounds {
  /** Open at once; what comes above is closed unheard. */
  readonly mostConnections: number;
  /** Asked on one connection and not answered yet; what comes above is a 429, and the connection is closed. */
  readonly mostPipelined: number;
  /** For a whole request, head and body; after that 408. */
  readonly receiveTimeoutMs: number;
  /** Without a byte either way, as when an answer is not read; longer than any answer takes to be made. */
  readonly stalledAfterMs: number;
}

export const usualBounds: ConnectionBounds = {
  mostConnections: 10_000,
  mostPipelined: 16,
  receiveTimeoutMs: 60_000,
  stalledAfterMs: 660_000,
};

/** Late ones are looked for this often. */
const checkEveryMs = 1_000;

/** What Fastify and Node have to know when the server is made. */
export function boundedServer({
  receiveTimeoutMs,
  stalledAfterMs,
}: ConnectionBounds): Pick<FastifyHttpOptions<Server>, 'requestTimeout' | 'connectionTimeout' | 'http'> {
  return {
    requestTimeout: receiveTimeoutMs,
    connectionTimeout: stalledAfterMs,
    http: {
      headersTimeout: receiveTimeoutMs,
      connectionsCheckingInterval: Math.min(checkEveryMs, receiveTimeoutMs),
    },
  };
}

interface Refusal {
  readonly status: string;
  readonly detail: string;
}

const malformed: Refusal = { status: '400 Bad Request', detail: 'Bad request.' };
const refusals: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    detail: 'The request did not arrive in time.',
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    detail: 'The request headers are too large.',
  },
};

/** Says no to what is no request, in the manner of every other answer, and never twice on one connection. */
export class BrokenRequests {
  private readonly answers = new WeakMap<object, ServerResponse>();

  /** For Fastify's `clientErrorHandler`. */
  readonly refuse = (error: { readonly code?: string }, socket: Socket): void => {
    // What is broken after a whole request was answered may be a part of it, which has no answer of its own.
    const isAnswered = this.answers.get(socket)?.headersSent;
    if (socket.writable && !isAnswered) socket.write(refusalText(refusals[error.code ?? ''] ?? malformed));
    socket.destroy();
  };

  /** Sees each request begin. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      this.answers.set(request.raw.socket, reply.raw);
      done();
    });
  }
}

function refusalText({ status, detail }: Refusal): string {
  const body = JSON.stringify({ detail });
  const headers = Object.entries({
    ...fixedHeaders(),
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  return [`HTTP/1.1 ${status}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\r\n',
  );
}
