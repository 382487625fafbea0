import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';

/**
 * One listener for each connection, whatever is under way on it. In arrays: a Set that things come to and leave is copied
 * again and again, and its copies hold what has left it until the old generation is collected.
 */
const endsOfSockets = new WeakMap<Socket, (() => void)[]>();

/**
 * Calls `then` once: when the answer is sent, or its connection is gone, whichever comes first. The response alone does
 * not tell: one that is queued behind another of its connection never says `close` when the connection ends.
 */
export function whenOver({ raw, request }: FastifyReply, then: () => void): void {
  const { socket } = request.raw;
  if (raw.closed || socket.destroyed) {
    then();
    return;
  }
  const ends = endsOfSockets.get(socket) ?? watch(socket);
  const end = (): void => {
    const place = ends.indexOf(end);
    if (place < 0) return;
    ends.splice(place, 1);
    then();
  };
  ends.push(end);
  raw.once('close', end);
}

function watch(socket: Socket): (() => void)[] {
  const ends: (() => void)[] = [];
  endsOfSockets.set(socket, ends);
  socket.once('close', () => {
    // Each takes itself away.
    while (ends.length > 0) ends[0]!();
  });
  return ends;
}
