import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { expect, it } from 'vitest';
import { createRestAdapter } from './rest-adapter.js';

it('A connection on which nothing was ever asked keeps no server from closing', async () => {
  const fastify = createRestAdapter().getInstance<FastifyInstance>();
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
  const ended = once(socket, 'close');
  await once(socket, 'connect');
  await fastify.close();
  await ended;
  expect(socket.destroyed).toBe(true);
});
