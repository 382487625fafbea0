import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Certificate } from './certificates.js';

/** One request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path with its query, as in the request line. */
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As text, and as the bytes it was. */
  readonly body: string;
  readonly bytes: Buffer;
  /** The parsed body; undefined when it is no JSON. */
  readonly json: unknown;
  readonly at: Date;
}

/** A status, or what to do with a request (numbered from 1): a status to answer with, or nothing when it has answered itself. */
export type Answer =
  | number
  | ((
      request: ReceivedRequest,
      response: ServerResponse,
      count: number,
    ) => number | void | Promise<number | void>);

export interface ReceiverOptions {
  /** Default 200. */
  readonly answer?: Answer;
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Makes it speak TLS. */
  readonly certificate?: Certificate;
}

export interface Receiver {
  /** `http://127.0.0.1:12345/` */
  readonly url: string;
  readonly port: number;
  /** Everything that arrived, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** May be changed at any time; counts for requests that arrive from then on. */
  answer: Answer;
  /** Resolves with all requests once there are `count`. @throws when they do not arrive in time. */
  waitFor(count: number, options?: { readonly timeoutMs?: number }): Promise<readonly ReceivedRequest[]>;
  /** Stops at once; open connections are cut. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 10_000;

/** Starts a real HTTP server that records what it is sent. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  return RecordingReceiver.start(options);
}

class RecordingReceiver implements Receiver {
  readonly requests: ReceivedRequest[] = [];
  answer: Answer;
  private readonly arrived = new Set<() => void>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(private readonly options: ReceiverOptions) {
    this.answer = options.answer ?? 200;
    const listener: RequestListener = (request, response) => void this.receive(request, response);
    const { certificate } = options;
    this.server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(options: ReceiverOptions): Promise<Receiver> {
    const receiver = new RecordingReceiver(options);
    const { port = 0, host = '127.0.0.1' } = options;
    await new Promise<void>((resolve, reject) => {
      receiver.server.once('error', reject).listen(port, host, resolve);
    });
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    const { certificate, host = '127.0.0.1' } = this.options;
    return `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${this.port}/`;
  }

  async waitFor(count: number, { timeoutMs = defaultTimeoutMs } = {}): Promise<readonly ReceivedRequest[]> {
    if (this.requests.length >= count) return this.requests;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.arrived.delete(check);
        reject(new Error(`${this.requests.length} of ${count} requests arrived within ${timeoutMs} ms.`));
      }, timeoutMs);
      const check = (): void => {
        if (this.requests.length < count) return;
        clearTimeout(timer);
        this.arrived.delete(check);
        resolve(this.requests);
      };
      this.arrived.add(check);
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(message);
    if (!bytes) return;
    const { method = '', url = '', httpVersion, headers } = message;
    const body = bytes.toString('utf8');
    const request = { method, url, httpVersion, headers, body, bytes, json: parsed(body), at: new Date() };
    const { answer } = this;
    const count = this.requests.push(request);
    for (const check of this.arrived) check();
    const status = typeof answer === 'number' ? answer : await answer(request, response, count);
    if (status !== undefined && !response.headersSent) response.writeHead(status).end();
  }
}

/** Undefined when the sender gave up. */
async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
