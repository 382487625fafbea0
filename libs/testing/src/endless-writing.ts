import type { Socket } from 'node:net';

/** Writes `piece` again and again until the connection closes. */
export function keepWriting(socket: Socket, head: string, piece: string, everyMs: number): void {
  socket.write(head);
  const timer = setInterval(() => socket.write(piece), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** Writes `piece` as often as the other side takes it, until the connection closes. */
export function writeWithoutEnd(socket: Socket, head: string, piece: string): void {
  writeOften(socket, head, piece, Number.POSITIVE_INFINITY);
}

/** Writes `piece` so many times, as fast as the other side takes it; with `tail` after it, the connection ends. */
export function writeOften(
  socket: Socket,
  head: string,
  piece: string | Buffer,
  times: number,
  tail?: string,
): void {
  let left = times;
  const write = (): void => {
    while (!socket.destroyed && left > 0) {
      left -= 1;
      if (!socket.write(piece)) return;
    }
    if (left === 0 && tail !== undefined) socket.end(tail);
  };
  socket.write(head);
  socket.on('drain', write);
  write();
}
