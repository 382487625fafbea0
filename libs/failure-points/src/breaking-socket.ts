import type { Socket } from 'node:net';
import type { FailurePoints } from './failure-points.port.js';

/** Breaks the connection to a receiver with one write in so many; undefined where none is to break. */
export function breakingSocket(points: FailurePoints): ((socket: Socket) => void) | undefined {
  if (!points.mayBreak('socket')) return undefined;
  return (socket) => {
    const write = socket.write.bind(socket) as (...parameters: readonly unknown[]) => boolean;
    socket.write = (...parameters: readonly unknown[]) => {
      const hasRoom = write(...parameters);
      if (points.breaks('socket')) setImmediate(() => socket.resetAndDestroy());
      return hasRoom;
    };
  };
}
