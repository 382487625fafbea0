import { PassThrough } from 'node:stream';
import { ServiceUnavailable } from '@app/rest';
import type { FastifyReply } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { LiveStreams } from './live-streams.service.js';

/** A reply that nobody reads; PassThrough has no headers. */
function replyOf(raw: PassThrough, socket = new PassThrough()): FastifyReply {
  const headers = { setHeader: () => undefined, flushHeaders: () => undefined };
  const reply = {
    raw: Object.assign(raw, headers),
    request: { raw: { socket } },
    headers: () => reply,
    getHeaders: () => ({}),
    hijack: () => reply,
  };
  return reply as unknown as FastifyReply;
}

describe('Live streams', () => {
  let streams: LiveStreams;
  beforeEach(() => (streams = new LiveStreams()));

  it('are ten of a person at most, and one more when one of them has ended', async () => {
    const own = Array.from({ length: 10 }, () => new PassThrough());
    for (const raw of own) streams.start(replyOf(raw), 1);
    expect(() => streams.start(replyOf(new PassThrough()), 1)).toThrow(ServiceUnavailable);
    expect(streams.start(replyOf(new PassThrough()), 2).isOpen).toBe(true);
    await new Promise((resolve) => own[0]!.once('close', resolve).destroy());
    expect(streams.start(replyOf(new PassThrough()), 1).isOpen).toBe(true);
  });

  it('end with their connection, also those that wait behind another answer on it', async () => {
    const connection = new PassThrough();
    const own = Array.from({ length: 10 }, () => streams.start(replyOf(new PassThrough(), connection), 1));
    await new Promise((resolve) => connection.once('close', resolve).destroy());
    expect(own.map(({ isOpen }) => isOpen)).not.toContain(true);
    expect(streams.start(replyOf(new PassThrough()), 1).isOpen).toBe(true);
  });

  it('are let go when their page does not take what it is sent', () => {
    const stream = streams.start(replyOf(new PassThrough()), 1);
    for (let count = 0; count < 30 && stream.isOpen; count += 1)
      stream.send('call', 'x'.repeat(100_000), new Date());
    expect(stream.isOpen).toBe(false);
  });
});
