import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TooManyRequests } from '../errors/api-error.js';
import { answerOf } from '../errors/error-answer.js';

/** Bytes of all requests under way: that many large bodies, or a few thousand small ones. */
const room = 64 * 1024 * 1024;
/** What is made of the smallest request until it is answered. */
const leastSize = 8 * 1024;
/** Of a body whose length was not said, until it was read. */
const unsaidLength = 64 * 1024;
const retryAfter = 1;

/** How much a request holds of the room. */
interface Place {
  size: number;
}

/**
 * A bound on what requests hold in memory, so that a rush ends in 429 with Retry-After, and not in a growing heap. It is
 * asked before the body is read, and so before anything else: who asks is not known without holding the request.
 */
export class RequestRoom {
  private readonly places = new WeakMap<object, Place>();
  private taken = 0;

  /** @param bodyLimit larger bodies are refused unread, whatever room there is */
  constructor(private readonly bodyLimit: number) {}

  /** @param exempt beginning of the paths that are not counted: these always answer */
  guard(fastify: FastifyInstance, exempt: string): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith(exempt)) {
        done();
        return;
      }
      const place = { size: leastSize + Math.min(lengthOf(request), this.bodyLimit) };
      if (this.taken + place.size > room) {
        const { status, headers, body } = answerOf(new TooManyRequests(retryAfter), request.id);
        // The body is not read, so nothing that follows it on the connection could be.
        void reply.status(status).headers(headers).header('connection', 'close').send(body);
        return;
      }
      this.places.set(request.raw, place);
      this.taken += place.size;
      reply.raw.once('close', () => {
        this.taken -= place.size;
      });
      done();
    });
  }

  /** The body of `request` was read, and had so many bytes. */
  hasRead(request: FastifyRequest, length: number): void {
    const place = this.places.get(request.raw);
    if (!place || request.headers['content-length'] !== undefined) return;
    this.taken += length - unsaidLength;
    place.size += length - unsaidLength;
  }
}

function lengthOf({ headers }: FastifyRequest): number {
  const said = headers['content-length'];
  if (said !== undefined) return Number(said);
  return headers['transfer-encoding'] === undefined ? 0 : unsaidLength;
}
