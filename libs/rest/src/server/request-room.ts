import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TooManyRequests } from '../errors/api-error.js';
import { answerOf } from '../errors/error-answer.js';
import { networkOf } from './client-network.js';

/** Bytes of all requests under way: that many large bodies, or a few thousand small ones. */
const room = 64 * 1024 * 1024;
/** Of it, what bodies that are still arriving from one network may hold: sending slowly costs a client nothing. */
const roomPerNetwork = room / 4;
/** What is made of the smallest request until it is answered. */
const leastSize = 8 * 1024;
/** What each piece of a body takes beside its bytes, until the body is whole: 470 were measured. */
const pieceSize = 512;
const retryAfter = 1;

/** How much a request holds of the room. */
interface Place {
  readonly network: string;
  size: number;
  /** Of it, of a body that is not whole yet. */
  arriving: number;
}

/**
 * A bound on what requests hold in memory, so that a rush ends in 429 with Retry-After, and not in a growing heap. It is
 * asked before anything else: who asks is not known without holding the request. What counts has arrived; what was
 * only announced holds nothing.
 */
export class RequestRoom {
  private readonly places = new WeakMap<object, Place>();
  private readonly arriving = new Map<string, number>();
  private taken = 0;

  /** @param exempt beginning of the paths that are not counted when they are read: these always answer */
  guard(fastify: FastifyInstance, exempt: string): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'GET' && request.url.startsWith(exempt)) {
        done();
        return;
      }
      if (this.taken + leastSize > room) {
        const { status, headers, body } = answerOf(new TooManyRequests(retryAfter), request.id);
        // The body is not read, so nothing that follows it on the connection could be.
        void reply.status(status).headers(headers).header('connection', 'close').send(body);
        return;
      }
      const place = { network: networkOf(request.ip), size: leastSize, arriving: 0 };
      this.taken += leastSize;
      this.places.set(request.raw, place);
      reply.raw.once('close', () => {
        this.places.delete(request.raw);
        this.endArriving(place);
        this.taken -= place.size;
      });
      done();
    });
  }

  /** So many more bytes of the body of `request` are there. @throws TooManyRequests where they have no room */
  take(request: FastifyRequest, length: number): void {
    const place = this.places.get(request.raw);
    // Who hung up holds nothing any more.
    if (!place) return;
    const size = pieceSize + length;
    const ofNetwork = (this.arriving.get(place.network) ?? 0) + size;
    if (ofNetwork > roomPerNetwork || this.taken + size > room) throw new TooManyRequests(retryAfter);
    this.arriving.set(place.network, ofNetwork);
    place.arriving += size;
    this.hold(place, size);
  }

  /** The body of `request` is whole, and has so many bytes; or it was let go, and has none. */
  hasArrived(request: FastifyRequest, length: number): void {
    const place = this.places.get(request.raw);
    if (!place) return;
    this.hold(place, length - place.arriving);
    this.endArriving(place);
  }

  private hold(place: Place, more: number): void {
    place.size += more;
    this.taken += more;
  }

  private endArriving(place: Place): void {
    const left = (this.arriving.get(place.network) ?? 0) - place.arriving;
    if (left > 0) this.arriving.set(place.network, left);
    else this.arriving.delete(place.network);
    place.arriving = 0;
  }
}
