import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailable, whenOver } from '@app/rest';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** So many pages at once may follow what is new in one process, and of one person. */
const mostStreams = 500;
const mostOfPerson = 10;
/** Bytes that a page has not taken yet: it is let go, comes back, and is sent what it needs. */
const mostUnsent = 1024 * 1024;
const retryAfter = 30;

/** A connection over which a page is told of what is new. */
export interface LiveStream {
  readonly isOpen: boolean;
  /** @param known up to when the page knows everything then; it says so when it comes back */
  send(event: string, data: unknown, known: Date): void;
  /** Resolves after so many milliseconds. A page that is left open keeps no process from ending. */
  pause(milliseconds: number): Promise<void>;
  end(): void;
}

/** Open connections to pages. They end with the process: nobody waits for them. */
@Injectable()
export class LiveStreams implements OnModuleDestroy {
  private readonly open = new Map<LiveStream, number>();

  /** @throws ServiceUnavailable when there are too many */
  start(reply: FastifyReply, personId: number): LiveStream {
    const own = [...this.open.values()].filter((id) => id === personId).length;
    if (this.open.size >= mostStreams || own >= mostOfPerson) throw new ServiceUnavailable(retryAfter);
    void reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) raw.setHeader(name, value!);
    reply.hijack();
    raw.flushHeaders();
    const stream: LiveStream = {
      get isOpen() {
        return !raw.writableEnded && !raw.destroyed;
      },
      send: (event, data, known) =>
        write(raw, `event: ${event}\ndata: ${JSON.stringify(data)}\nid: ${known.getTime()}\n\n`),
      pause: async (milliseconds) => sleep(milliseconds, undefined, { ref: false }),
      // A browser that has gone without a word would keep the server from closing.
      end: () => raw.end(() => raw.destroy()),
    };
    this.open.set(stream, personId);
    whenOver(reply, () => {
      this.open.delete(stream);
      // One that waits behind another answer of its connection does not know that this has gone.
      raw.destroy();
    });
    return stream;
  }

  onModuleDestroy(): void {
    for (const stream of this.open.keys()) stream.end();
  }
}

function write(raw: ServerResponse, text: string): void {
  if (raw.writableLength > mostUnsent) raw.destroy();
  else raw.write(text);
}
