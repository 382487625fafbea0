import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '../stage/remote-process.js';
import { sequenceOf, Tally } from './tally.js';

/** How the paths that begin so behave: /ok/1, /after-2000/1 (milliseconds), /hang/1. */
type Behaviour = { readonly delayMs: number } | 'hang' | undefined;

interface Path {
  readonly tally: Tally;
  readonly behaviour: Behaviour;
}

export interface Arrivals {
  readonly total: number;
  /** Different notifications at each path, summed. */
  readonly distinct: number;
  /** Monotonic milliseconds; infinite and 0 while nothing has come. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly paths: number;
}

interface Goal {
  readonly prefix: string;
  readonly distinct: number;
}

let paths = new Map<string, Path>();
let keepsTimes = false;
let distinct = 0;
let inFlight = 0;
let mostInFlight = 0;
let wake: (() => void) | undefined;
let wakeAt = Number.POSITIVE_INFINITY;
const servers: Server[] = [];
const noBody = { 'content-length': '0' } as const;

function behaviourOf(path: string): Behaviour {
  const [, kind, delay] = /^\/(after|hang)(?:-(\d+))?/.exec(path) ?? [];
  if (kind === 'hang') return 'hang';
  return kind === 'after' ? { delayMs: Number(delay) } : undefined;
}

function pathOf(url: string): Path {
  const known = paths.get(url);
  if (known) return known;
  const path = { tally: new Tally(keepsTimes), behaviour: behaviourOf(url) };
  paths.set(url, path);
  return path;
}

function receive(url: string, body: Buffer, response: ServerResponse): void {
  const { tally, behaviour } = pathOf(url);
  if (tally.add(sequenceOf(body))) {
    distinct += 1;
    if (distinct >= wakeAt) wake?.();
  }
  if (behaviour === 'hang') return;
  inFlight += 1;
  mostInFlight = Math.max(mostInFlight, inFlight);
  const answer = (): void => {
    inFlight -= 1;
    response.writeHead(200, noBody).end();
  };
  if (behaviour) setTimeout(answer, behaviour.delayMs);
  else answer();
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  let body: Buffer | undefined;
  request.on('data', (chunk: Buffer) => {
    body = body ? Buffer.concat([body, chunk]) : chunk;
  });
  request.on('end', () => receive(request.url!, body ?? Buffer.alloc(0), response));
}

function arrivalsAt(prefix: string): Arrivals {
  const tallies = [...paths].filter(([path]) => path.startsWith(prefix)).map(([, { tally }]) => tally);
  return {
    total: tallies.reduce((sum, tally) => sum + tally.total, 0),
    distinct: tallies.reduce((sum, tally) => sum + tally.distinct, 0),
    firstAt: Math.min(...tallies.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(0, ...tallies.map(({ lastAt }) => lastAt)),
    paths: tallies.length,
  };
}

const program = {
  /** Another origin that answers. */
  listen: async (): Promise<string> => {
    // As busy servers are set up: connections are kept, and many may wait to be accepted.
    const server = createServer({ keepAliveTimeout: 120_000 }, handle);
    servers.push(server);
    await new Promise<void>((resolve) =>
      server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },

  /** Forgets what has arrived. */
  reset: ({ keepTimes = false }: { readonly keepTimes?: boolean }): void => {
    paths = new Map();
    keepsTimes = keepTimes;
    distinct = 0;
    mostInFlight = inFlight;
  },

  /** How many requests were waiting for their answer at the same time, at most. */
  mostInFlight: (): number => mostInFlight,

  arrivals: ({ prefix }: { readonly prefix: string }): Arrivals => arrivalsAt(prefix),

  /** By path, when each notification came first. */
  arrivalTimes: ({ prefix }: { readonly prefix: string }): ReadonlyMap<string, Float64Array> =>
    new Map(
      [...paths]
        .filter(([path]) => path.startsWith(prefix))
        .map(([path, { tally }]) => [path, tally.arrivals]),
    ),

  /** Resolves once so many different notifications have arrived, or when the time is over. */
  waitFor: async ({
    prefix,
    distinct: wanted,
    timeoutMs,
  }: Goal & { readonly timeoutMs: number }): Promise<Arrivals> => {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const arrivals = arrivalsAt(prefix);
      const left = until - performance.now();
      if (arrivals.distinct >= wanted || left <= 0) return arrivals;
      wakeAt = distinct + wanted - arrivals.distinct;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          wakeAt = Number.POSITIVE_INFINITY;
          resolve();
        };
      });
    }
  },
};

export type ReceiverProgram = typeof program;
serve(program);
