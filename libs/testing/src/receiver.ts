import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Answer, ReceivedRequest } from './answer.js';
import type { Certificate } from './certificates.js';
import { type Greeting, greetings } from './greetings.js';
import { byPath } from './rude-answers.js';

export interface ReceiverOptions {
  /** Default: as the path asks for (`byPath`), and 200. */
  readonly answer?: Answer;
  /** What it does with a connection in place of speaking HTTP. */
  readonly greeting?: Greeting | ((socket: Socket) => void);
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Makes it speak TLS. */
  readonly certificate?: Certificate;
  /** Keeps no requests, for runs without an end. */
  readonly forgets?: boolean;
}

export interface Receiver {
  /** `http://127.0.0.1:12345/` */
  readonly url: string;
  readonly port: number;
  /** Everything that arrived, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** Connections so far, and those that are open now. */
  readonly connections: number;
  readonly open: number;
  /** May be changed at any time; counts for requests that arrive from then on. */
  answer: Answer;
  /** Resolves with all requests once there are `count`. @throws when they do not arrive in time. */
  waitFor(count: number, options?: { readonly timeoutMs?: number }): Promise<readonly ReceivedRequest[]>;
  /** Stops at once; open connections are cut. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 10_000;

/** Starts a real HTTP server that records what it is sent, and answers as well or as badly as it is told. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  return RecordingReceiver.start(options);
}

class RecordingReceiver implements Receiver {
  readonly requests: ReceivedRequest[] = [];
  answer: Answer;
  connections = 0;
  private received = 0;
  private readonly arrived = new Set<() => void>();
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.connect(socket));
  private readonly http: Server;
  private address!: AddressInfo;

  private constructor(private readonly options: ReceiverOptions) {
    this.answer = options.answer ?? byPath(200);
    const listener = (request: IncomingMessage, response: ServerResponse): void =>
      void this.receive(request, response);
    const { certificate } = options;
    this.http = certificate ? createHttpsServer(certificate, listener) : createHttpServer(listener);
  }

  static async start(options: ReceiverOptions): Promise<Receiver> {
    const receiver = new RecordingReceiver(options);
    const { port = 0, host = '127.0.0.1', greeting } = options;
    await new Promise<void>((resolve, reject) => {
      receiver.server.once('error', reject).listen(port, host, resolve);
    });
    receiver.address = receiver.server.address() as AddressInfo;
    if (greeting === 'refuse') await receiver.close();
    return receiver;
  }

  get port(): number {
    return this.address.port;
  }

  get url(): string {
    const { certificate, host = '127.0.0.1' } = this.options;
    return `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${this.port}/`;
  }

  get open(): number {
    return this.sockets.size;
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
    this.http.close();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private connect(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    const { greeting } = this.options;
    if (greeting === undefined) this.http.emit('connection', socket);
    else if (typeof greeting === 'function') greeting(socket);
    else greetings[greeting].greet(socket);
  }

  private async receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await requestOf(message);
    if (!request) return;
    this.received += 1;
    if (!this.options.forgets) this.requests.push(request);
    const { answer } = this;
    for (const check of this.arrived) check();
    const status = typeof answer === 'number' ? answer : await answer(request, response, this.received);
    if (status !== undefined && !response.headersSent) response.writeHead(status).end();
  }
}

/** Undefined when the sender gave up. */
async function requestOf(message: IncomingMessage): Promise<ReceivedRequest | undefined> {
  const bytes = await bodyOf(message);
  if (!bytes) return undefined;
  const { method = '', url = '', httpVersion, headers } = message;
  const body = bytes.toString('utf8');
  const head = [`${method} ${url} HTTP/${httpVersion}`, ...headerLines(message.rawHeaders)].join('\n');
  return { method, url, httpVersion, headers, head, body, bytes, json: parsed(body), at: new Date() };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

const headerLines = (raw: readonly string[]): readonly string[] =>
  Array.from({ length: raw.length / 2 }, (_, index) => `${raw[2 * index]}: ${raw[2 * index + 1]}`);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
