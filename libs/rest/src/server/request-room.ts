import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TooManyRequests } from '../errors/api-error.js';
import { networkOf } from './client-network.js';
import { refuseUnread } from './refuse-unread.js';
import { whenOver } from './when-over.js';

/** Bytes of all requests under way: that many large bodies, or a few thousand small ones. */
const room = 64 * 1024 * 1024;
/** Of it, what requests whose body is still arriving may hold together: sending slowly costs a client nothing. */
const arrivingRoom = room / 2;
/** What those of one network may hold. */
const arrivingRoomOfNetwork = room / 4;
/** Until it holds more, a request needs no part of `arrivingRoom`: large bodies that come slowly shut out no small ones. */
const smallSize = 64 * 1024;
/** What is made of the smallest request until it is answered. */
const leastSize = 8 * 1024;
/** What each piece of a body takes beside its bytes, until the body is whole: 470 were measured. */
const pieceSize = 512;
/** Of IPv6: whole /48s are given away for nothing. */
const networkBits = 48;
const retryAfter = 1;

/** How much a request holds of the room. */
interface Place {
  readonly network: string;
  size: number;
  /** Its body is not whole yet. */
  isArriving: boolean;
}

/**
 * A bound on what requests hold in memory, so that a rush ends in 429 with Retry-After, and not in a growing heap. It is
 * asked before anything else: who asks is not known without holding the request. What counts has arrived; what was
 * only announced holds nothing.
 */
export class RequestRoom {
  private readonly places = new WeakMap<object, Place>();
  private readonly arrivingOfNetworks = new Map<string, number>();
  private arriving = 0;
  private taken = 0;

  /** @param exempt beginning of the paths that are not counted when they are read: these always answer */
  guard(fastify: FastifyInstance, exempt: string): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'GET' && request.url.startsWith(exempt)) {
        done();
        return;
      }
      const place = {
        network: networkOf(request.ip, networkBits),
        size: 0,
        isArriving: announcesBody(request),
      };
      if (!this.hasRoom(place, leastSize)) {
        refuseUnread(reply, retryAfter);
        return;
      }
      this.hold(place, leastSize);
      this.places.set(request.raw, place);
      whenOver(reply, () => {
        this.places.delete(request.raw);
        this.hold(place, -place.size);
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
    if (!this.hasRoom(place, size)) throw new TooManyRequests(retryAfter);
    this.hold(place, size);
  }

  /** The body of `request` is whole, and has so many bytes; or it was let go, and has none. */
  hasArrived(request: FastifyRequest, length: number): void {
    const place = this.places.get(request.raw);
    if (!place) return;
    this.hold(place, -place.size);
    place.isArriving = false;
    this.hold(place, leastSize + length);
  }

  private hasRoom({ network, size, isArriving }: Place, more: number): boolean {
    if (this.taken + more > room) return false;
    if (!isArriving) return true;
    if (this.arrivingOf(network) + more > arrivingRoomOfNetwork) return false;
    return size + more <= smallSize || this.arriving + more <= arrivingRoom;
  }

  private hold(place: Place, more: number): void {
    place.size += more;
    this.taken += more;
    if (!place.isArriving) return;
    this.arriving += more;
    const ofNetwork = this.arrivingOf(place.network) + more;
    if (ofNetwork > 0) this.arrivingOfNetworks.set(place.network, ofNetwork);
    else this.arrivingOfNetworks.delete(place.network);
  }

  private arrivingOf(network: string): number {
    return this.arrivingOfNetworks.get(network) ?? 0;
  }
}

function announcesBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
