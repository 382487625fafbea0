import type { Socket } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Connector, ConnectTarget, OnConnected } from './connector.js';

const rememberedTargets = 10_000;
/** Shorter than a connection is waited for after the time of the call that asked for it is over: so each ends by its own time. */
const sharedForMs = 1_000;

/** @param use sends a request over the connection; undefined where there is none */
type OnConnection = (error: Error | null, use?: (send: () => void) => void) => void;

/** A connection that is being made. */
interface Opening {
  readonly began: number;
  /** Who asked for it. */
  readonly callers: OnConnection[];
}

/**
 * Connects first where no connection could be made lately. undici takes a request before it connects, and when that fails
 * it throws its pool of the target away: 330 µs of the 470 that a refused call cost. Here it is given the connection once
 * it is there. Calls that come while one is being made wait for it and share its failure: most of what was left of a
 * refused call's cost was its connection. As long as a target has any connection it is not one of these: a kept one may
 * serve its calls.
 */
export class UnreachedTargets {
  /** By origin, with what undici connected by. */
  private readonly unreached = new LRUCache<string, ConnectTarget>({ max: rememberedTargets });
  /** Connections by origin. */
  private readonly open = new Map<string, number>();
  /** The latest that is being made, by origin. */
  private readonly openings = new Map<string, Opening>();
  /** Who waits for a connection. */
  private readonly waiting = new Set<OnConnection>();
  /** For the request that undici is given just now. */
  private ready: Socket | undefined;

  constructor(private readonly connector: Connector) {}

  has(origin: string): boolean {
    return this.unreached.has(origin);
  }

  /** undici's way to connect. */
  readonly connect: Connector = (target, callback) => {
    const { ready } = this;
    this.ready = undefined;
    // Not within its call, or undici waits for the next request.
    if (ready) queueMicrotask(() => callback(null, ready));
    else this.openTo(target, callback);
  };

  /** Connects to one of these; whoever comes meanwhile is told the same. */
  connectFirst(origin: string, then: OnConnection): void {
    this.waiting.add(then);
    const latest = this.openings.get(origin);
    if (latest && performance.now() - latest.began < sharedForMs) latest.callers.push(then);
    else this.openFor(origin, then);
  }

  /** Whoever waits for a connection gets none, but `error`. */
  close(error: Error): void {
    const left = [...this.waiting];
    this.waiting.clear();
    for (const then of left) then(error);
  }

  private openFor(origin: string, first: OnConnection): void {
    const opening: Opening = { began: performance.now(), callers: [first] };
    this.openings.set(origin, opening);
    this.openTo(this.unreached.get(origin)!, (...[error, socket]) => {
      if (this.openings.get(origin) === opening) this.openings.delete(origin);
      const callers = opening.callers.filter((then) => this.waiting.delete(then));
      if (!socket) callers.forEach((then) => then(error));
      else if (callers.length === 0) socket.destroy();
      // The others are sent as to any target that is reached.
      else
        callers.forEach((then, place) =>
          then(null, place === 0 ? (send) => this.lend(socket, send) : (send) => send()),
        );
    });
  }

  private openTo(target: ConnectTarget, callback: OnConnected): void {
    const origin = `${target.protocol}//${target.host ?? target.hostname}`;
    this.connector(target, (...[error, socket]) => {
      if (!socket) {
        if (!this.open.has(origin)) this.unreached.set(origin, target);
        callback(error ?? new Error('no socket'), null);
        return;
      }
      this.unreached.delete(origin);
      this.open.set(origin, (this.open.get(origin) ?? 0) + 1);
      socket.once('close', () => this.forgetOne(origin));
      callback(null, socket);
    });
  }

  /** undici connects while it is told to send; not when it had a connection that was free. */
  private lend(socket: Socket, send: () => void): void {
    this.ready = socket;
    try {
      send();
    } finally {
      if (this.ready) socket.destroy();
      this.ready = undefined;
    }
  }

  private forgetOne(origin: string): void {
    const left = this.open.get(origin)! - 1;
    if (left > 0) this.open.set(origin, left);
    else this.open.delete(origin);
  }
}
