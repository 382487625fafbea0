import type { Client, Dispatcher } from 'undici';

export interface Answer {
  readonly status: number;
  /** Seconds, when the server asks to wait. */
  readonly retryAfter: number | undefined;
  /** Of answers that are no success. */
  readonly text: string;
}

/** One POST by undici's `dispatch`, which costs the load less than `request` or `fetch`. @throws when there is no answer. */
export async function post(
  client: Client,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    client.dispatch({ method: 'POST', path, headers, body }, new Exchange(resolve, reject));
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  private status = 0;
  private retryAfter: number | undefined;
  private text = '';

  constructor(
    private readonly resolve: (answer: Answer) => void,
    private readonly reject: (reason: Error) => void,
  ) {}

  onRequestStart(): void {
    // undici tells new handlers from old ones by this method.
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    if (headers['retry-after']) this.retryAfter = Number(headers['retry-after']);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.status >= 300) this.text += chunk.toString();
  }

  onResponseEnd(): void {
    this.resolve({ status: this.status, retryAfter: this.retryAfter, text: this.text });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}
