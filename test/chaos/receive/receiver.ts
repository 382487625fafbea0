import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonicMs } from '../../bench/measure/clock.js';
import { serve } from '../../bench/stage/remote-process.js';

/** One request as the receiver saw it. */
export interface Arrival {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly answeredAt: number;
  readonly status: number;
}

/** By code: the third of the three counts. */
export type Arrivals = ReadonlyMap<string, readonly Arrival[]>;

interface Path {
  readonly arrivals: Map<string, Arrival[]>;
  isFailing: boolean;
}

const noBody = { 'content-length': '0' } as const;
const paths = new Map<string, Path>();
const servers: Server[] = [];

function pathOf(name: string): Path {
  const known = paths.get(name);
  if (known) return known;
  const path = { arrivals: new Map<string, Arrival[]>(), isFailing: false };
  paths.set(name, path);
  return path;
}

/** /after-300 answers after so many milliseconds; /flaky fails the first call of every third notification. */
function behaviourOf(name: string, code: string, isFirst: boolean): { status: number; delayMs: number } {
  const delayMs = Number(/^\/after-(\d+)/.exec(name)?.[1] ?? 0);
  const isThird = Number(/\d+/.exec(code)?.[0]) % 3 === 1;
  const fails = name.startsWith('/flaky') && isFirst && isThird;
  return { status: fails ? 500 : 200, delayMs };
}

function receive(name: string, body: string, response: ServerResponse): void {
  const at = monotonicMs();
  const { code } = JSON.parse(body) as { readonly code: string };
  const path = pathOf(name);
  const before = path.arrivals.get(code) ?? [];
  const { status, delayMs } = behaviourOf(name, code, before.length === 0);
  const answer = path.isFailing ? 500 : status;
  path.arrivals.set(code, [...before, { at, answeredAt: at + delayMs, status: answer }]);
  if (delayMs === 0) response.writeHead(answer, noBody).end();
  else setTimeout(() => response.writeHead(answer, noBody).end(), delayMs);
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => receive(request.url!, Buffer.concat(chunks).toString(), response));
}

async function listen(host: string, port: number): Promise<number> {
  const server = createServer({ keepAliveTimeout: 60_000 }, handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen({ port, host, backlog: 1024 }, resolve));
  return (server.address() as AddressInfo).port;
}

const program = {
  /** An origin of its own, at 127.0.0.1 and 127.0.0.2. */
  listen: async (): Promise<string> => {
    const port = await listen('127.0.0.1', 0);
    await listen('127.0.0.2', port);
    return `http://127.0.0.1:${port}`;
  },

  /** How many notifications came more than once. */
  countTwice: ({ path }: { readonly path: string }): number =>
    [...pathOf(path).arrivals.values()].filter((own) => own.length > 1).length,

  /** From now on a path fails, or no longer does. */
  setFailing: ({ path, isFailing }: { readonly path: string; readonly isFailing: boolean }): void => {
    pathOf(path).isFailing = isFailing;
  },

  count: ({ path }: { readonly path: string }): number => pathOf(path).arrivals.size,

  arrivals: ({ path }: { readonly path: string }): Arrivals => pathOf(path).arrivals,
};

export type ReceiverProgram = typeof program;
serve(program);
