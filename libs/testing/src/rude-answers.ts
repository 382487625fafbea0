import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { constants, gzipSync } from 'node:zlib';
import type { Answer } from './answer.js';
import { keepWriting, writeOften, writeWithoutEnd } from './endless-writing.js';

/** One way to answer. */
interface Manner {
  /** What it does, for people; VALUE stands for its value. */
  readonly does: string;
  /** Its value when none is given; absent: it takes none. */
  readonly value?: number | string;
  readonly answer: (value: number) => Answer;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** Writes to the socket itself, past Node's HTTP. */
const raw =
  (write: (socket: Socket) => void): Answer =>
  (_request, response) => {
    // The caller may have gone already.
    if (response.socket) write(response.socket);
  };

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const empty = (status: string): string => `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`;

/** A mebibyte of zeros; as many of these as one likes make a valid gzip stream. */
const bombPiece = gzipSync(Buffer.alloc(mebibyte), { level: constants.Z_BEST_COMPRESSION });

/** The ways to answer, by the names that paths and flags use. */
export const manners = {
  status: {
    does: 'answers with status VALUE; --503 and /503 are short for it',
    value: 500,
    answer: statusOf,
  },
  slow: {
    does: 'answers 200 after VALUE milliseconds',
    value: 1_000,
    answer: (ms) => async () => {
      await sleep(ms);
      return 200;
    },
  },
  redirect: {
    does: 'answers 302 with VALUE as Location',
    value: '/elsewhere',
    answer: (location) => (_request, response) =>
      void response.writeHead(302, { location: String(location) }).end(),
  },
  hang: { does: 'never answers', answer: () => () => undefined },
  'hang-in-status': {
    does: 'stops in the middle of the status line',
    answer: () => raw((socket) => socket.write('HTTP/1.1 20')),
  },
  'hang-in-headers': {
    does: 'stops in the middle of the headers',
    answer: () => raw((socket) => socket.write(`${ok}X-Slow: `)),
  },
  'hang-in-body': {
    does: 'answers 200 and stops in the middle of the body',
    answer: () => raw((socket) => socket.write(`${ok}Content-Length: 15\r\n\r\nbegin`)),
  },
  'drip-headers': {
    does: 'writes a byte of a header every VALUE milliseconds, for ever',
    value: 1_000,
    answer: (ms) => raw((socket) => keepWriting(socket, `${ok}X-Slow: `, 'a', ms)),
  },
  drip: {
    does: 'answers 200 and writes a byte of the body every VALUE milliseconds, for ever',
    value: 1_000,
    answer: (ms) => raw((socket) => keepWriting(socket, `${chunked}5\r\nbegin\r\n`, '1\r\na\r\n', ms)),
  },
  endless: {
    does: 'answers 200 with a body that never ends',
    answer: () => raw((socket) => writeWithoutEnd(socket, `${ok}\r\n`, 'x'.repeat(16_384))),
  },
  huge: {
    does: 'answers 200 with a body of VALUE GiB',
    value: 10,
    answer: (size) =>
      raw((socket) => {
        const bytes = size * gibibyte;
        writeOften(socket, `${ok}Content-Length: ${bytes}\r\n\r\n`, 'x'.repeat(mebibyte), bytes / mebibyte);
      }),
  },
  'huge-headers': {
    does: 'answers 200 with VALUE MiB of headers',
    value: 100,
    answer: (size) =>
      raw((socket) => writeOften(socket, ok, `X-Much: ${'a'.repeat(1_014)}\r\n`, size * 1_024, '\r\n')),
  },
  'gzip-bomb': {
    does: 'answers 200 with a body that gzip makes VALUE GiB of',
    value: 10,
    answer: (size) =>
      raw((socket) => {
        const head = `${ok}Content-Encoding: gzip\r\nConnection: close\r\n\r\n`;
        writeOften(socket, head, bombPiece, size * 1_024, '');
      }),
  },
  informational: {
    does: 'answers 103 again and again, and never anything else',
    answer: () =>
      raw((socket) => writeWithoutEnd(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(500))),
  },
  nonsense: {
    does: 'answers, but not in HTTP',
    answer: () => raw((socket) => socket.end('this is no HTTP at all\r\n\r\n')),
  },
  twice: {
    does: 'answers 200 and at once, unasked, VALUE',
    value: 410,
    answer: (status) => raw((socket) => socket.write(empty('200 OK') + empty(`${status} Again`))),
  },
  reset: {
    does: 'resets the connection in place of an answer',
    answer: () => raw((socket) => reset(socket)),
  },
  'reset-in-headers': {
    does: 'resets the connection in the middle of the headers',
    answer: () => raw((socket) => resetAfter(socket, `${ok}X-Cut: `)),
  },
  'reset-in-body': {
    does: 'answers 200 and resets the connection in the middle of the body',
    answer: () => raw((socket) => resetAfter(socket, `${ok}Content-Length: 15\r\n\r\nbegin`)),
  },
  close: {
    does: 'closes the connection in place of an answer',
    answer: () => raw((socket) => socket.destroy()),
  },
  'close-in-status': {
    does: 'closes the connection in the middle of the status line',
    answer: () => raw((socket) => socket.end('HTTP/1.1 2')),
  },
  'close-in-body': {
    does: 'answers 200 and closes the connection in the middle of the body',
    answer: () => raw((socket) => socket.end(`${ok}Content-Length: 15\r\n\r\nbegin`)),
  },
  'close-kept': {
    does: 'answers 200 once on each connection, and closes it as soon as another request comes',
    answer: closingWhatWasKept,
  },
} as const satisfies Readonly<Record<string, Manner>>;
export type MannerName = keyof typeof manners;

/** A way to answer, for `startReceiver`. @param value what `manners` says that it takes */
export function rude(name: MannerName, value?: number | string): Answer {
  const manner: Manner = manners[name];
  // Each manner knows whether its value is a number.
  return manner.answer((value ?? manner.value) as number);
}

/** Exactly these bytes, and then the connection ends. */
export const rudeText = (text: string): Answer => raw((socket) => socket.end(text));

/**
 * The manner that a name with its value stands for, as in paths (`drip`, `slow-250`, `503`, `429-30`) and, with `=`, in
 * flags. Of a status the value is its Retry-After.
 */
export function mannerOf(text: string, separator: '-' | '='): Answer | undefined {
  const [, status, retryAfter] = new RegExp(`^([1-5]\\d\\d)(?:${separator}(\\d+))?$`).exec(text) ?? [];
  if (status !== undefined) return statusOf(Number(status), retryAfter);
  if (isManner(text)) return rude(text);
  const at = text.lastIndexOf(separator);
  const name = text.slice(0, Math.max(0, at));
  return isManner(name) ? withValue(name, text.slice(at + 1), separator) : undefined;
}

function withValue(name: MannerName, value: string, separator: '-' | '='): Answer | undefined {
  const { value: usual }: Manner = manners[name];
  if (typeof usual === 'number') return /^\d+$/.test(value) ? rude(name, Number(value)) : undefined;
  // A text is for flags alone: a path cannot hold every one.
  return usual !== undefined && separator === '=' && value !== '' ? rude(name, value) : undefined;
}

/** Answers as the first part of the path asks for (`/drip/…`, `/429-30`, `/410?key=…`). @param otherwise what to answer to all other paths */
export function byPath(otherwise: Answer): Answer {
  return (request, response, count) => {
    const wanted = mannerOf(request.url.slice(1).split(/[/?]/, 1)[0]!, '-') ?? otherwise;
    return typeof wanted === 'number' ? wanted : wanted(request, response, count);
  };
}

const isManner = (name: string): name is MannerName => Object.hasOwn(manners, name);

function statusOf(status: number, retryAfter?: string): Answer {
  if (status < 200) return raw((socket) => socket.write(`HTTP/1.1 ${status} Informational\r\n\r\n`));
  const headers = {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(redirects.has(status) ? { location: '/elsewhere' } : {}),
  };
  return (_request, response) => void response.writeHead(status, headers).end();
}

function reset(socket: Socket): void {
  // What TLS wraps is out of reach.
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

/** A moment later: with the text itself, Node's own client takes a reset for a regular end. */
function resetAfter(socket: Socket, text: string): void {
  socket.write(text);
  setTimeout(() => reset(socket), 20);
}

function closingWhatWasKept(): Answer {
  const known = new WeakSet<Socket>();
  return (_request, response) => {
    const socket = response.socket!;
    if (known.has(socket)) {
      socket.destroy();
      return undefined;
    }
    known.add(socket);
    return 200;
  };
}
