import type { FastifyInstance } from 'fastify';
import { refuseUnread } from './refuse-unread.js';
import { whenOver } from './when-over.js';

const retryAfter = 1;

/** Node begins every request of a connection at once, however many wait for the answer to the first. */
export function boundPipelining(fastify: FastifyInstance, most: number): void {
  const unanswered = new WeakMap<object, number>();
  fastify.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const before = unanswered.get(socket) ?? 0;
    if (before >= most) {
      refuseUnread(reply, retryAfter);
      return;
    }
    unanswered.set(socket, before + 1);
    whenOver(reply, () => unanswered.set(socket, unanswered.get(socket)! - 1));
    done();
  });
}
