import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRestAdapter } from './rest-adapter.js';

const mebibyte = 1024 * 1024;
const largest = 4 * mebibyte;
/** Of the largest bodies, all but their ends: so many have room together, and so many of one network. */
const mostLarge = 7;
const mostLargeOfNetwork = 3;
/** Beside as many, it leaves room for 3 to 19 heads of that network, by how many pieces all come in. */
const nextLarge = 4_000_000;
const mostHeads = 19;
/** The largest in whole that have room, with their heads. */
const mostWhole = 15;

const whole = Buffer.alloc(largest, ' ');

let fastify: FastifyInstance;
const begun = vi.fn<() => void>();
const bodies: Readable[] = [];
const sockets: Socket[] = [];

beforeEach(() => {
  fastify = createRestAdapter().getInstance<FastifyInstance>();
  fastify.get('/small', async () => ({ ok: true }));
  fastify.post('/small', async () => ({ ok: true }));
  fastify.post('/never', async () => {
    begun();
    return new Promise(() => undefined);
  });
  begun.mockClear();
});

afterEach(async () => {
  for (const body of bodies.splice(0)) body.destroy();
  for (const socket of sockets.splice(0)) socket.destroy();
  await fastify.close();
});

/** A body of which so many bytes come, and no end. */
function unfinished(bytes: number): Readable {
  const body = new Readable({ read: () => undefined });
  for (let left = bytes; left > 0; left -= 65_536) body.push(Buffer.alloc(Math.min(left, 65_536), ' '));
  bodies.push(body);
  return body;
}

interface Sending {
  readonly from: string;
  readonly body: Readable | string;
}

async function post({ from, body }: Sending): Promise<number> {
  const headers = { 'content-type': 'application/json', 'content-length': String(largest) };
  const answer = await fastify.inject({
    method: 'POST',
    url: '/small',
    remoteAddress: from,
    payload: body,
    ...(typeof body === 'string' ? {} : { headers }),
  });
  return answer.statusCode;
}

/** How many of these are refused, which is as many as expected or more. */
async function refusedOf(sendings: readonly Sending[], expected: number): Promise<number> {
  let refused = 0;
  for (const sending of sendings) {
    void post(sending).then(
      (status) => (refused += status === 429 ? 1 : 0),
      // Those that were taken end with the test.
      () => undefined,
    );
  }
  await vi.waitFor(() => expect(refused).toBeGreaterThanOrEqual(expected), { timeout: 10_000 });
  return refused;
}

const large = (from: string): Sending => ({ from, body: unfinished(largest - 1) });

/** On one connection, one behind the other; the first is never answered. */
function pipelineLargest(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  const head = `POST /never HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: ${largest}\r\n\r\n`;
  for (let sent = 0; sent < mostWhole; sent += 1) {
    socket.write(head);
    socket.write(whole);
  }
  return socket;
}

const from = (place: number): string => `2001:db8:1:${place}::1`;

const connections = async (): Promise<number> =>
  new Promise((resolve) => fastify.server.getConnections((_error, count) => resolve(count)));

describe('The room of requests', { timeout: 30_000 }, () => {
  it('is given back when a connection breaks on which requests wait behind the first', async () => {
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    const { port } = fastify.server.address() as AddressInfo;
    for (const time of [1, 2]) {
      const socket = pipelineLargest(port);
      await vi.waitFor(() => expect(begun).toHaveBeenCalledTimes(time * mostWhole), { timeout: 10_000 });
      expect(await post({ from: '192.0.2.1', body: ' '.repeat(largest) })).toBe(429);
      socket.resetAndDestroy();
      await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 5_000 });
    }
    expect(await post({ from: '192.0.2.1', body: ' '.repeat(largest) })).toBe(200);
  });

  it('is to a quarter that of one network for what has not arrived, heads alone too, all of a /48', async () => {
    const sendings = Array.from({ length: mostLargeOfNetwork }, (_, place) => large(from(place)));
    sendings.push({ from: from(4), body: unfinished(nextLarge) });
    expect(await refusedOf(sendings, 0)).toBe(0);
    await vi.waitFor(() => expect(bodies.every(({ readableLength }) => readableLength === 0)).toBe(true));
    const heads = Array.from({ length: mostHeads + 5 }, () => ({ from: from(5), body: unfinished(0) }));
    expect(await refusedOf(heads, 5)).toBeLessThan(heads.length);
    expect(await post({ from: from(6), body: '{}' })).toBe(429);
    expect(await post({ from: '2001:db8:2::1', body: '{}' })).toBe(200);
    const reading = await fastify.inject({ url: '/small', remoteAddress: from(7) });
    expect(reading.statusCode).toBe(200);
  });

  it('is to a half that of all networks for what has not arrived, and small bodies are heard all the same', async () => {
    const sendings = Array.from({ length: mostLarge + 1 }, (_, place) => large(`192.0.2.${place}`));
    expect(await refusedOf(sendings, 1)).toBe(1);
    expect(await post(large('192.0.2.200'))).toBe(429);
    expect(await post({ from: '192.0.2.201', body: ' '.repeat(50_000) })).toBe(200);
    expect(await post({ from: '192.0.2.202', body: '{}' })).toBe(200);
  });
});
