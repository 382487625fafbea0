import type { FailurePoints } from './failure-points.port.js';

/** As ioredis has it: a command, and the stream it goes out by. */
interface CommandConnection {
  sendCommand(...parameters: never[]): unknown;
  readonly stream?: { destroy(error?: Error): unknown };
}

/** Breaks the connection to Redis with one command in so many; it is made again, as after any loss. */
export function breakConnection(connection: object, points: FailurePoints): void {
  if (!points.mayBreak('redis')) return;
  const breakable = connection as CommandConnection;
  const send = breakable.sendCommand.bind(breakable);
  breakable.sendCommand = (...parameters: never[]) => {
    const answer = send(...parameters);
    if (points.breaks('redis')) setImmediate(() => breakable.stream?.destroy());
    return answer;
  };
}
