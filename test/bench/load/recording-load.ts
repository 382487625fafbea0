import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { monotonicMs } from '../measure/clock.js';
import { type LatencySummary, latencySummary } from '../measure/statistics.js';
import { post } from './exchange.js';

export interface RecordingLoad {
  /** POST routes of one server, taken in turn by request. */
  readonly urls: readonly string[];
  readonly token?: string;
  readonly clients: number;
  readonly perRequest: number;
  /** Notifications; their codes are N and a number from `from` on. */
  readonly count: number;
  readonly from?: number;
  /** Notifications a second over all clients; as fast as they are answered where there is none. */
  readonly rate?: number;
  /** A notification, or `{"notifications":[…]}`. */
  readonly shape: 'one' | 'batch';
  /** Where the caller has to know what was sent when. */
  readonly keepTimes?: boolean;
  /** What each notification holds beside its code. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface RecordingLoadResult {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Milliseconds from sending (at a set rate: from when it was due) to the answer, by request. */
  readonly latency: LatencySummary;
  /** How often the server asked to wait. */
  readonly waits: number;
  /** When each notification was sent, from the first on. */
  readonly sentAt?: Float64Array;
}

const orderPlaced = { action: 'pretix.event.order.placed', event: 'democon' } as const;

/** Records notifications as fast as they are taken, or at a rate. Waits where the server asks to, and goes on. */
export async function recordingLoad(load: RecordingLoad): Promise<RecordingLoadResult> {
  const run = new Run(load);
  return run.result(await run.go());
}

interface Span {
  readonly startedAt: number;
  readonly endedAt: number;
}

class Run {
  private readonly bodies: readonly string[];
  private readonly latencies: Float64Array;
  private readonly sentAt: Float64Array | undefined;
  private readonly paths: readonly string[];
  private readonly origin: string;
  private readonly headers: Readonly<Record<string, string>>;
  private next = 0;
  private waits = 0;
  private startedAt = 0;

  constructor(private readonly load: RecordingLoad) {
    this.bodies = bodiesOf(load);
    this.latencies = new Float64Array(this.bodies.length);
    if (load.keepTimes) this.sentAt = new Float64Array(load.count);
    this.origin = new URL(load.urls[0]!).origin;
    this.paths = load.urls.map((url) => new URL(url).pathname);
    this.headers = {
      'content-type': 'application/json',
      ...(load.token ? { authorization: `Token ${load.token}` } : {}),
    };
  }

  async go(): Promise<Span> {
    const clients = Array.from({ length: this.load.clients }, () => new Client(this.origin));
    this.startedAt = monotonicMs();
    await Promise.all(clients.map(async (client) => this.work(client)));
    const endedAt = monotonicMs();
    await Promise.all(clients.map(async (client) => client.close()));
    return { startedAt: this.startedAt, endedAt };
  }

  result(span: Span): RecordingLoadResult {
    return {
      ...span,
      latency: latencySummary(this.latencies),
      waits: this.waits,
      ...(this.sentAt ? { sentAt: this.sentAt } : {}),
    };
  }

  private async work(client: Client): Promise<void> {
    while (this.next < this.bodies.length) {
      const request = this.next;
      this.next += 1;
      const due = await this.dueAt(request);
      this.sentAt?.fill(due, request * this.load.perRequest, (request + 1) * this.load.perRequest);
      await this.send(client, this.paths[request % this.paths.length]!, this.bodies[request]!);
      this.latencies[request] = monotonicMs() - due;
    }
  }

  /** At a rate, a request that could not leave in time counts from when it should have. */
  private async dueAt(request: number): Promise<number> {
    const { rate, perRequest } = this.load;
    if (rate === undefined) return monotonicMs();
    const due = this.startedAt + (request * perRequest * 1000) / rate;
    const early = due - monotonicMs();
    if (early > 0) await sleep(early);
    return due;
  }

  private async send(client: Client, path: string, body: string): Promise<void> {
    for (;;) {
      const { status, retryAfter, text } = await post(client, path, this.headers, body);
      if (status >= 200 && status < 300) return;
      if (status !== 429 && status !== 503) throw new Error(`Recording was answered ${status}: ${text}`);
      this.waits += 1;
      await sleep((retryAfter ?? 1) * 1000);
    }
  }
}

function bodiesOf(load: RecordingLoad): readonly string[] {
  const { count, perRequest, from = 0, shape, fields = orderPlaced } = load;
  return Array.from({ length: Math.ceil(count / perRequest) }, (_, request) => {
    const first = request * perRequest;
    const size = Math.min(perRequest, count - first);
    const list = Array.from({ length: size }, (_, index) => ({
      ...fields,
      code: `N${from + first + index}`,
    }));
    return JSON.stringify(shape === 'batch' ? { notifications: list } : list[0]);
  });
}
