import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Connections that have sent no request yet, as browsers open them ahead. Node takes them for busy when a server closes,
 * and would wait for their first request until its time is over; so they are closed first.
 */
export function closeUnusedConnections(fastify: FastifyInstance): void {
  const unused = new Set<Socket>();
  fastify.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  fastify.server.on('request', ({ socket }) => unused.delete(socket));
  fastify.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    done();
  });
}
