import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { CallFailure, failureOf, failureOfTimeout } from './call-failure.js';
import type { ConnectionFacts, ConnectStage } from './connect-progress.js';
import { connectionFacts, guardedConnector } from './connector.js';
import type { EgressOptions } from './egress-options.js';
import { FloodGuard } from './flood-guard.js';
import type { CallResult, CallTimings, HttpEgress, OutgoingCall } from './http-egress.port.js';
import { readableBody, readableHeaders } from './readable-response.js';
import { type PlacedAttempt, RunningAttempts } from './running-attempts.js';
import { type Target, TargetMemory } from './target-memory.js';
import { UnreachedTargets } from './unreached-targets.js';

const responseHeaderLimit = 4_096;
/** Shorter than servers keep connections that do not say how long: most close them after 5 seconds or more. */
const keptIdleMs = 4_000;
/** A kept connection that closes within this time after a call was begun had been closed before the call came. */
const staleWithinMs = 1_000;

interface Sender {
  /** undici is about to write the request. */
  readonly begin: (attempt: Attempt) => void;
  /** On a connection of its own. */
  readonly sendAgain: (attempt: Attempt) => void;
}

/** One attempt, while it runs. */
class Attempt implements Dispatcher.DispatchHandler, PlacedAttempt {
  place = -1;
  facts: ConnectionFacts | undefined;
  wasKept = false;
  firstByteAt: number | undefined;
  status = 0;
  headers: Record<string, string | string[] | undefined> = {};
  readonly chunks: Buffer[] = [];
  readonly over: Promise<void>;
  readonly began = performance.now();
  /** What is sent. */
  request!: Dispatcher.DispatchOptions;
  /** When its time is over, and what ends it then. */
  deadline = Number.POSITIVE_INFINITY;
  expire: () => void = () => undefined;
  private size = 0;
  private controller: Dispatcher.DispatchController | undefined;
  private failure: CallFailure | undefined;
  private resolve!: () => void;

  constructor(
    private readonly bodyLimit: number,
    private readonly sender: Sender,
  ) {
    this.over = new Promise((resolve) => (this.resolve = resolve));
  }

  /** Ends the attempt. Once there is a status, that alone has decided, and the failure is of no account. */
  end(failure?: CallFailure): void {
    if (this.status === 0) this.failure ??= failure;
    this.resolve();
    if (failure) this.controller?.abort(failure);
  }

  /** What was kept of the body. */
  get body(): Buffer {
    return this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
  }

  /** The body is longer than what was kept of it. */
  get isCut(): boolean {
    return this.size >= this.bodyLimit;
  }

  get error(): CallFailure | undefined {
    return this.failure;
  }

  /**
   * Nothing is sent once the time is over: a process that was frozen learns of a connection before its timers ring, and
   * whoever it calls may have been told since then that no more calls will come.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (performance.now() >= this.deadline) this.expire();
    if (this.failure) controller.abort(this.failure);
    else this.sender.begin(this);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 100 and 103 announce an answer, they are none.
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.firstByteAt = performance.now();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const left = this.bodyLimit - this.size;
    this.chunks.push(chunk.subarray(0, left));
    this.size += chunk.length;
    if (chunk.length >= left) this.end(new CallFailure('invalid_response', 'The body is over its bound.'));
  }

  onResponseEnd(): void {
    this.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const failure = failureOf(error);
    if (this.isStale(failure)) this.sender.sendAgain(this);
    else this.end(failure);
  }

  /** The receiver had given up the connection that was kept, just as the request went out. */
  private isStale({ code }: CallFailure): boolean {
    const isOver = this.failure !== undefined || this.status !== 0;
    return this.wasKept && !isOver && code === 'reset' && performance.now() - this.began < staleWithinMs;
  }
}

/** Calls receivers with undici: one pool of kept connections for each target, none of them to the inside. */
export class UndiciEgress implements HttpEgress {
  private readonly agent: Agent;
  /** Opens a connection for each call, and keeps none. */
  private readonly unkept: Agent;
  private readonly guard = new FloodGuard();
  private readonly targets: TargetMemory;
  private readonly running = new RunningAttempts<Attempt>((attempt) => attempt.end(interrupted()));
  private readonly stages = new Map<string, ConnectStage>();
  private readonly unreached: UnreachedTargets;
  /** Whose request undici is writing just now. */
  private begun: Attempt | undefined;
  private readonly sender: Sender = {
    begin: (attempt) => (this.begun = attempt),
    sendAgain: (attempt) => {
      attempt.facts = undefined;
      attempt.wasKept = false;
      this.unkept.dispatch(attempt.request, attempt);
    },
  };

  constructor(private readonly options: EgressOptions) {
    this.targets = new TargetMemory(options.userAgent);
    this.unreached = new UnreachedTargets(guardedConnector(options, this.guard, this.stages));
    const agentOptions: Agent.Options = {
      connect: this.unreached.connect,
      keepAliveTimeout: keptIdleMs,
      // The deadline over the whole is ours: undici's own do not stop what drips.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.agent = new Agent(agentOptions);
    this.unkept = new Agent({ ...agentOptions, pipelining: 0 });
    subscribe('undici:client:sendHeaders', this.onSend);
  }

  call({ url, body }: OutgoingCall, signal?: AbortSignal): Promise<CallResult> {
    const attempt = new Attempt(this.options.responseBodyLimit, this.sender);
    const target = this.targets.of(url);
    attempt.deadline = attempt.began + this.options.requestTimeoutMs;
    attempt.expire = () => attempt.end(this.timeoutOf(attempt, target.origin));
    const timer = setTimeout(attempt.expire, this.options.requestTimeoutMs);
    if (signal) this.running.add(attempt, signal);
    const headers = { ...target.headers, 'content-length': String(Buffer.byteLength(body)) };
    this.dispatch(attempt, target, headers, body);
    return attempt.over.then(() => {
      clearTimeout(timer);
      if (signal) this.running.delete(attempt, signal);
      return toResult(attempt, target, headers);
    });
  }

  async close(): Promise<void> {
    unsubscribe('undici:client:sendHeaders', this.onSend);
    this.guard.close();
    this.unreached.close(interrupted());
    await Promise.all([this.agent.destroy(), this.unkept.destroy()]);
  }

  private dispatch(attempt: Attempt, target: Target, headers: Record<string, string>, body: string): void {
    const { origin, path } = target;
    if (this.options.requireHttps && !origin.startsWith('https:')) {
      attempt.end(
        new CallFailure('target_blocked', 'Only https targets are called here (DOORBELL_REQUIRE_HTTPS).'),
      );
      return;
    }
    attempt.request = { origin, path, method: 'POST', headers, body };
    if (!this.unreached.has(origin)) {
      this.agent.dispatch(attempt.request, attempt);
      return;
    }
    this.unreached.connectFirst(origin, (error, use) => {
      if (use) use(() => this.agent.dispatch(attempt.request, attempt));
      else attempt.end(failureOf(error));
    });
  }

  /** Says what took so long. */
  private timeoutOf({ facts }: Attempt, origin: string): CallFailure {
    const stage = facts ? undefined : this.stages.get(origin);
    return failureOfTimeout(stage, this.options.requestTimeoutMs / 1000);
  }

  /** undici writes a request right after it has said that it begins: it is that of `begun`. */
  private readonly onSend = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    const facts = connectionFacts.get(socket);
    // Others in this process use undici, too, over connections of theirs.
    if (!this.begun || !facts) return;
    const attempt = this.begun;
    this.begun = undefined;
    attempt.facts = facts;
    attempt.wasKept = facts.calls > 0;
    facts.calls += 1;
  };
}

function toResult(
  attempt: Attempt,
  { secrets }: Target,
  headers: Readonly<Record<string, string>>,
): CallResult {
  const { status, facts, began } = attempt;
  const success = status >= 200 && status <= 299;
  const failure = attempt.error ?? (success ? undefined : failureOfStatus(status));
  const durationMs = performance.now() - began;
  return {
    returnCode: status,
    success,
    error: failure ? { code: failure.code, message: failure.message } : null,
    requestHeaders: 'authorization' in headers ? { ...headers, authorization: '***' } : headers,
    responseHeaders: readableHeaders(attempt.headers, responseHeaderLimit, secrets),
    responseBody: status === 0 ? null : readableBody(attempt.body, secrets, attempt.isCut),
    remoteAddress: facts?.remoteAddress ?? null,
    timings: timingsOf(attempt, durationMs),
    durationMs,
  };
}

const interrupted = (): CallFailure =>
  new CallFailure('interrupted', 'Doorbell was stopped during the call.');

function failureOfStatus(status: number): CallFailure {
  const isRedirect = status >= 300 && status <= 399 && status !== 304;
  return isRedirect
    ? new CallFailure('redirect', `The receiver answered ${status}; redirects are not followed.`)
    : new CallFailure('status', `The receiver answered ${status}.`);
}

function timingsOf({ facts, wasKept, firstByteAt, began }: Attempt, durationMs: number): CallTimings {
  const fresh = wasKept ? undefined : facts;
  return {
    dns: seconds(fresh?.dns),
    connect: seconds(fresh?.connect),
    tls: seconds(fresh?.tls),
    first_byte: seconds(firstByteAt === undefined ? null : firstByteAt - began),
    total: seconds(durationMs),
  };
}

function seconds(milliseconds: number | null | undefined): number | null {
  return milliseconds === null || milliseconds === undefined ? null : Math.round(milliseconds * 1000) / 1e6;
}
