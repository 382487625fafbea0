import type { Socket } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Connector, ConnectTarget, OnConnected } from './connector.js';

const rememberedTargets = 10_000;

/** @param use sends a request over the connection; undefined where there is none */
type OnConnection = (error: Error | null, use?: (send: () => void) => void) => void;

/**
 * Connects first where no connection could be made lately. undici takes a request before it connects, and when that fails
 * it throws its pool of the target away: 330 µs of the 470 that a refused call cost. Here it is given the connection once
 * it is there. As long as a target has any connection it is not one of these: a kept one may serve its calls.
 */
export class UnreachedTargets {
  /** By origin, with what undici connected by. */
  private readonly unreached = new LRUCache<string, ConnectTarget>({ max: rememberedTargets });
  /** Connections by origin. */
  private readonly open = new Map<string, number>();
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

  /** Connects to one of these. */
  connectFirst(origin: string, then: OnConnection): void {
    this.waiting.add(then);
    this.openTo(this.unreached.get(origin)!, (...[error, socket]) => {
      if (!this.waiting.delete(then)) socket?.destroy();
      else if (socket) then(null, (send) => this.lend(socket, send));
      else then(error);
    });
  }

  /** Whoever waits for a connection gets none, but `error`. */
  close(error: Error): void {
    const left = [...this.waiting];
    this.waiting.clear();
    for (const then of left) then(error);
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
