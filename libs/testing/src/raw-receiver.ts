import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A TCP server that speaks HTTP badly, or not at all. */
export interface RawReceiver {
  /** `http://127.0.0.1:12345/` */
  readonly url: string;
  readonly port: number;
  /** Connections so far. */
  readonly connections: number;
  /** Connections that are open now. */
  readonly open: number;
  /** What the sockets were sent so far, in one text. */
  readonly received: string;
  close(): Promise<void>;
}

type OnRequest = (socket: Socket) => void;

/** Starts a TCP server; `onRequest` runs for each connection once the first bytes have arrived, or at once when told so. */
export async function startRawReceiver(
  onRequest: OnRequest,
  { atOnce = false }: { readonly atOnce?: boolean } = {},
): Promise<RawReceiver> {
  const sockets = new Set<Socket>();
  let [connections, received] = [0, ''];
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => (received += bytes.toString('latin1')));
    if (atOnce) onRequest(socket);
    else socket.once('data', () => onRequest(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    get connections() {
      return connections;
    },
    get open() {
      return sockets.size;
    },
    get received() {
      return received;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Writes `piece` again and again until the connection closes. */
function keepWriting(socket: Socket, piece: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(piece), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** Ways not to answer properly, each for `startRawReceiver`. */
export const rawAnswers = {
  never: (): void => undefined,
  text:
    (text: string): OnRequest =>
    (socket) =>
      socket.end(text),
  /** One byte of a header at a time, for ever. */
  drippingHeaders:
    (everyMs: number): OnRequest =>
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      keepWriting(socket, 'a', everyMs);
    },
  /** A status, and then one byte of the body at a time, for ever. */
  drippingBody:
    (everyMs: number, status = '200 OK'): OnRequest =>
    (socket) => {
      socket.write(`HTTP/1.1 ${status}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n`);
      keepWriting(socket, '1\r\na\r\n', everyMs);
    },
  /** A status, and then as much body as the other side takes, for ever. */
  endlessBody: (socket: Socket): void => {
    const piece = 'x'.repeat(16_384);
    const write = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n');
    socket.on('drain', write);
    write();
  },
  /** A status and a third of the body; then the connection closes. */
  cutOffBody: (socket: Socket): void => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\nbegin');
  },
  /** Closes in the middle of the status line. */
  closing: (socket: Socket): void => {
    socket.end('HTTP/1.1 2');
  },
  /** Closes without a word. */
  resetting: (socket: Socket): void => {
    socket.resetAndDestroy();
  },
  nonsense: (socket: Socket): void => {
    socket.end('this is no HTTP at all\r\n\r\n');
  },
} as const;
