/** Why a call failed. */
export const callErrorCodes = [
  'dns',
  'unreachable',
  'connect_refused',
  'connect_timeout',
  'reset',
  'tls_expired',
  'tls_untrusted',
  'tls_hostname',
  'tls_other',
  'timeout',
  'proxy',
  'redirect',
  'status',
  'target_blocked',
  'invalid_response',
  'interrupted',
] as const;
export type CallErrorCode = (typeof callErrorCodes)[number];

/** Seconds; null where a kept connection was used, or the call did not get so far. */
export interface CallTimings {
  readonly dns: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly first_byte: number | null;
  readonly total: number | null;
}

export interface OutgoingCall {
  /** As stored: may hold credentials and a fragment. */
  readonly url: string;
  readonly body: string;
}

/** What came of one HTTP attempt. Nothing in it shows the webhook's credentials. */
export interface CallResult {
  /** 0: there was no response. */
  readonly returnCode: number;
  /** 200 to 299, and nothing else. */
  readonly success: boolean;
  /** `message` is a sentence for people. */
  readonly error: { readonly code: CallErrorCode; readonly message: string } | null;
  /** As sent, Authorization masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** At most 4 KiB in all. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Up to the configured bound, made readable. */
  readonly responseBody: string | null;
  readonly remoteAddress: string | null;
  readonly timings: CallTimings;
  readonly durationMs: number;
}

/** Calls receivers. */
export interface HttpEgress {
  /** Never rejects for anything the network does. Aborting `signal` ends the call as `interrupted`. */
  call(call: OutgoingCall, signal?: AbortSignal): Promise<CallResult>;
  close(): Promise<void>;
}
export const HttpEgress = Symbol('HttpEgress');
