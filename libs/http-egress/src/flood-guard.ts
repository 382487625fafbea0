import type { Socket } from 'node:net';
import { CallFailure } from './call-failure.js';
import type { ConnectionFacts } from './connect-progress.js';

const lookEveryMs = 500;
/** More than any answer that is read to its end: a body ends at its bound, headers at 16 KiB. */
const mostBytes = 4 * 2 ** 20;

/** A connection as it was at the last look. */
interface Seen {
  readonly facts: ConnectionFacts;
  calls: number;
  bytes: number;
}

/**
 * Ends connections that are flooded with what never becomes an answer: informational responses, blank lines, the
 * extensions of a chunk. The deadline would end them too, but until then they would keep a processor busy.
 */
export class FloodGuard {
  private readonly seen = new Map<Socket, Seen>();
  private readonly timer = setInterval(() => this.look(), lookEveryMs).unref();

  watch(socket: Socket, facts: ConnectionFacts): void {
    this.seen.set(socket, { facts, calls: facts.calls, bytes: 0 });
    socket.once('close', () => this.seen.delete(socket));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const [socket, seen] of this.seen) {
      const { bytesRead } = socket;
      if (seen.calls === seen.facts.calls && bytesRead - seen.bytes > mostBytes) {
        socket.destroy(new CallFailure('invalid_response', 'The receiver sent without end, and no answer.'));
      }
      seen.calls = seen.facts.calls;
      seen.bytes = bytesRead;
    }
  }
}
