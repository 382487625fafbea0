import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';

/** One listener for each connection, whatever is under way on it. */
const endsOfSockets = new WeakMap<Socket, Set<() => void>>();

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
    if (ends.delete(end)) then();
  };
  ends.add(end);
  raw.once('close', end);
}

function watch(socket: Socket): Set<() => void> {
  const ends = new Set<() => void>();
  endsOfSockets.set(socket, ends);
  socket.once('close', () => {
    for (const end of ends) end();
  });
  return ends;
}
