import { connect } from 'node:net';

/** A request as bytes: nothing is checked, encoded or added but what is said here. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** As they go out, one line each; `Host`, `Connection` and `Content-Length` are added where they are missing. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Uint8Array;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

/** An answer that did not come. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Sends it on a connection of its own, and reads until that is closed. @throws NoAnswer after `patienceMs` */
export async function sendRaw(url: string, request: RawRequest, patienceMs = 10_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(() => {
      reject(new NoAnswer(`Nothing within ${patienceMs} ms but ${Buffer.concat(chunks).toString('latin1')}`));
      socket.destroy();
    }, patienceMs);
    socket.on('data', (bytes) => chunks.push(bytes));
    // A server that refuses a body may close before it was taken.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.write(headOf(request, hostname));
    if (request.body?.length) socket.write(request.body);
  });
  return parseAnswer(Buffer.concat(chunks));
}

function headOf({ method, path, headers, body }: RawRequest, hostname: string): Buffer {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const framed = given.has('transfer-encoding') || given.has('content-length');
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(given.has('host') ? [] : [`Host: ${hostname}`]),
    ...(given.has('connection') ? [] : ['Connection: close']),
    ...(body === undefined || framed ? [] : [`Content-Length: ${body.length}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** The first answer that is not a 1xx. @throws NoAnswer */
function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0)
    throw new NoAnswer(`The connection was closed after ${JSON.stringify(bytes.toString('latin1'))}`);
  const [statusLine, ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})( |$)/.exec(statusLine!)?.[1]);
  const body = bytes.subarray(end + 4);
  if (status < 200) return parseAnswer(body);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { status, headers, text: body.toString('utf8') };
}
