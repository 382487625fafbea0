import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../bench/measure/clock.js';
import { type Journal, JournalWriter } from './journal.js';
import { Stream } from './stream.js';

export interface ApiRecorderOptions {
  /** Notification routes of api processes, taken in turn. */
  readonly urls: () => readonly string[];
  readonly token: string;
  readonly perSecond: number;
  /** `data` of each notification, where it is to be large. */
  readonly data?: unknown;
}

const answerWithinMs = 15_000;
const againAfterMs = 250;
/** As long as a client cares to wait, whatever Retry-After says. */
const longestWaitMs = 2_000;
const mostUnderWay = 400;
/** How long it goes on asking after the stream has ended. */
const patienceMs = 60_000;

/** A client that records over the API as one should: it repeats what got no answer, with the same recording key. */
export class ApiRecorder {
  private readonly writer = new JournalWriter();
  private readonly stream: Stream;
  private giveUpAt = Number.POSITIVE_INFINITY;
  /** Answers by number, for who wants to know whether recording goes on at this moment. */
  acceptedCount = 0;

  constructor(private readonly options: ApiRecorderOptions) {
    this.stream = new Stream(options.perSecond, mostUnderWay, async (number) => this.record(number));
  }

  async end(): Promise<Journal> {
    this.giveUpAt = monotonicMs() + patienceMs;
    await this.stream.end();
    return this.writer.journal;
  }

  /** Where nobody is there to be asked any more. */
  async abandon(): Promise<void> {
    this.giveUpAt = 0;
    await this.stream.end();
  }

  private async record(number: number): Promise<void> {
    const code = `A${number}`;
    for (let attempt = number; ; attempt += 1) {
      const urls = this.options.urls();
      const waitMs = await this.attempt(code, urls[attempt % urls.length]!);
      if (waitMs === undefined) return;
      if (monotonicMs() > this.giveUpAt) break;
      await sleep(Math.min(waitMs, longestWaitMs));
    }
    this.writer.note({ code, way: 'api', told: 'unknown', toldAt: monotonicMs() });
  }

  /** @returns how long to wait before the next attempt; undefined when it is accepted */
  private async attempt(code: string, url: string): Promise<number | undefined> {
    const answer = await this.post(code, url);
    if (!answer) {
      this.writer.answered('no answer');
      return againAfterMs;
    }
    this.writer.answered(String(answer.status));
    if (answer.status === 200 || answer.status === 201) {
      this.acceptedCount += 1;
      this.writer.note({ code, way: 'api', told: 'accepted', toldAt: monotonicMs() });
      return undefined;
    }
    const isAskedToWait = answer.status === 503 || answer.status === 429;
    if (!isAskedToWait) this.writer.wrongAnswer(`${answer.status} ${answer.text.slice(0, 200)}`);
    else if (!answer.retryAfter) this.writer.wrongAnswer(`${answer.status} without Retry-After`);
    return (answer.retryAfter ?? 1) * 1000;
  }

  private async post(
    code: string,
    url: string,
  ): Promise<
    { readonly status: number; readonly text: string; readonly retryAfter: number | undefined } | undefined
  > {
    const { token, data } = this.options;
    const body = {
      action: 'pretix.event.order.placed',
      event: 'democon',
      code,
      idempotency_key: code,
      ...(data === undefined ? {} : { data }),
    };
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      const retryAfter = response.headers.get('retry-after');
      return {
        status: response.status,
        text: await response.text(),
        retryAfter: retryAfter === null ? undefined : Number(retryAfter),
      };
    } catch {
      return undefined;
    }
  }
}
