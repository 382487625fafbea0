import type { ServerResponse } from 'node:http';

/** One request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path with its query, as in the request line. */
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The request line and the headers, a line each, in their order and as they were written. */
  readonly head: string;
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
