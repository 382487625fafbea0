import { OpenApiContract } from './openapi-contract.js';

/** An answer of the API; JSON is parsed, an empty body is undefined. */
export interface ApiAnswer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly text: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;
type RequestHeaders = Readonly<Record<string, string>>;

export interface ApiRequest {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: RequestHeaders;
}

const contract = OpenApiContract.read();

/**
 * Speaks to one application as one principal. Paths are absolute: `/api/v1/organizers/acmecorp/webhooks/`.
 * Every answer is held against openapi.json: one that does not fit fails the test.
 */
export class ApiClient {
  constructor(
    private readonly url: string,
    /** Undefined: without credentials. */
    readonly token?: string,
  ) {}

  async get<Body = JsonObject>(path: string, headers?: RequestHeaders): Promise<ApiAnswer<Body>> {
    return this.send('GET', path, headers ? { headers } : {});
  }

  async post<Body = JsonObject>(
    path: string,
    body?: unknown,
    headers?: RequestHeaders,
  ): Promise<ApiAnswer<Body>> {
    return this.send('POST', path, { body, ...(headers ? { headers } : {}) });
  }

  async put<Body = JsonObject>(
    path: string,
    body?: unknown,
    headers?: RequestHeaders,
  ): Promise<ApiAnswer<Body>> {
    return this.send('PUT', path, { body, ...(headers ? { headers } : {}) });
  }

  async patch<Body = JsonObject>(
    path: string,
    body?: unknown,
    headers?: RequestHeaders,
  ): Promise<ApiAnswer<Body>> {
    return this.send('PATCH', path, { body, ...(headers ? { headers } : {}) });
  }

  async delete<Body = JsonObject | undefined>(
    path: string,
    body?: unknown,
    headers?: RequestHeaders,
  ): Promise<ApiAnswer<Body>> {
    return this.send('DELETE', path, { body, ...(headers ? { headers } : {}) });
  }

  /** Any method, any body. */
  async send<Body = JsonObject>(
    method: string,
    path: string,
    { body, text, headers = {} }: ApiRequest = {},
  ): Promise<ApiAnswer<Body>> {
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Token ${this.token}` }),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const answered = await response.text();
    const answerBody = parsed(answered, response.headers.get('content-type'));
    contract.check(method, path, response.status, answerBody);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: answerBody as Body,
      text: answered,
    };
  }
}

function parsed(text: string, contentType: string | null): unknown {
  return text !== '' && contentType?.includes('json') ? JSON.parse(text) : undefined;
}
