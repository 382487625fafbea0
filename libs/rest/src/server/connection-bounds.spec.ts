import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ConnectionBounds, usualBounds } from './connection-bounds.js';
import { createRestAdapter } from './rest-adapter.js';

const big = 'x'.repeat(1_000_000);
let answerHeld = (): void => undefined;
const held = new Promise<object>((resolve) => (answerHeld = () => resolve({ ok: true })));
let fastify: FastifyInstance | undefined;
const sockets: Socket[] = [];

async function listen(bounds: Partial<ConnectionBounds>): Promise<number> {
  fastify = createRestAdapter({ bounds }).getInstance<FastifyInstance>();
  fastify.get('/small', async () => ({ ok: true }));
  fastify.get('/big', async () => big);
  fastify.post('/small', async () => ({ ok: true }));
  fastify.get('/held', async () => held);
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  return (fastify.server.address() as AddressInfo).port;
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await fastify?.close();
});

/** A connection, and all that it was sent once it is closed. */
function open(port: number, text = ''): { readonly socket: Socket; readonly closed: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let received = '';
  socket.on('data', (bytes: Buffer) => (received += bytes.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(received)));
  if (text !== '') socket.write(text);
  return { socket, closed };
}

const count = async (): Promise<number> =>
  new Promise((resolve) => fastify!.server.getConnections((_error, connections) => resolve(connections)));

const statusOf = (answer: string): string => answer.split('\r\n')[0]!;
const host = 'Host: localhost\r\n';
const ask = (path: string): string => `GET ${path} HTTP/1.1\r\n${host}\r\n`;

describe('The bounds of a connection', () => {
  it('are those that docs/api.md names', () => {
    const { mostConnections, mostPipelined, receiveTimeoutMs, stalledAfterMs } = usualBounds;
    const page = readFileSync('docs/api.md', 'utf8');
    expect(page).toContain(`| open connections of a process | ${mostConnections.toLocaleString('en')} |`);
    expect(page).toContain(`| requests of one connection that are not answered yet | ${mostPipelined} |`);
    expect(page).toContain(`| receiving a request | ${receiveTimeoutMs / 1_000} s for head and body |`);
    expect(page).toContain(`72 s between requests, ${stalledAfterMs / 60_000} minutes within one |`);
  });

  it.each([
    ['nothing is sent', ''],
    ['the head stops', `GET /small HTTP/1.1\r\n${host}X-Slow: `],
    [
      'the body stops',
      `POST /small HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    ],
  ])('are over with a 408 when %s', async (_case, text) => {
    const port = await listen({ receiveTimeoutMs: 300 });
    const answer = await open(port, text).closed;
    expect(statusOf(answer)).toBe('HTTP/1.1 408 Request Timeout');
    expect(answer).toContain('{"detail":"The request did not arrive in time."}');
    expect(answer).toContain('x-content-type-options: nosniff');
  });

  it('hold for a body that drips, too', async () => {
    const port = await listen({ receiveTimeoutMs: 400 });
    const head = `POST /small HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 999\r\n\r\n`;
    const { socket, closed } = open(port, head);
    const dripping = setInterval(() => socket.writable && socket.write(' '), 50);
    expect(statusOf(await closed)).toBe('HTTP/1.1 408 Request Timeout');
    clearInterval(dripping);
  });

  it('close what is above the most connections, and hear again once there is room', async () => {
    const port = await listen({ mostConnections: 2 });
    const request = `GET /small HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
    const held = [open(port), open(port)];
    await sleep(50);
    expect(await open(port, request).closed).toBe('');
    held[0]!.socket.destroy();
    await sleep(50);
    expect(statusOf(await open(port, request).closed)).toBe('HTTP/1.1 200 OK');
  });

  it('end a connection whose answers nobody reads', async () => {
    const port = await listen({ stalledAfterMs: 300 });
    const { socket, closed } = open(port);
    socket.pause();
    socket.write(`GET /big HTTP/1.1\r\n${host}\r\n`.repeat(50));
    await vi.waitFor(async () => expect(await count()).toBe(1));
    await vi.waitFor(async () => expect(await count()).toBe(0), { timeout: 4_000 });
    socket.resume();
    expect((await closed).length).toBeLessThan(50 * big.length);
  });

  it('refuse what is asked ahead of too many answers with a 429, and close', async () => {
    const port = await listen({ mostPipelined: 2 });
    const released = new Promise<void>((resolve) =>
      fastify!.server.on('request', ({ url }) => url === '/small?last' && resolve()),
    );
    const { socket, closed } = open(port, ask('/small') + ask('/small'));
    await once(socket, 'data');
    socket.write(ask('/held') + ask('/small') + ask('/small?last') + ask('/small'));
    await released;
    answerHeld();
    const answers = (await closed).match(/HTTP\/1\.1 \d+/g);
    expect(answers?.map((answer) => answer.slice(-3))).toEqual(['200', '200', '200', '200', '429']);
  });

  it('refuse 16 KiB of headers with a 431, and what is no request with a 400', async () => {
    const port = await listen({});
    const long = `GET /small HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(17_000)}\r\n\r\n`;
    const answer = await open(port, long).closed;
    expect(statusOf(answer)).toBe('HTTP/1.1 431 Request Header Fields Too Large');
    expect(answer).toContain('{"detail":"The request headers are too large."}');
    expect(statusOf(await open(port, 'nonsense\r\n\r\n').closed)).toBe('HTTP/1.1 400 Bad Request');
  });

  it('answer a request once, also when what follows it is broken', async () => {
    const port = await listen({});
    const { closed } = open(port, `GET /small HTTP/1.1\r\n${host}Transfer-Encoding: gzip\r\n\r\n`);
    expect((await closed).match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});
