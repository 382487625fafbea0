import type { ConnectStage } from './connect-progress.js';
import type { CallErrorCode } from './http-egress.port.js';

/** A call that failed before its status, with a sentence for people. Nobody reads a stack, which would cost 20 µs. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly code: CallErrorCode;

  constructor(code: CallErrorCode, message: string) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      super(message);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    this.code = code;
  }
}

const sentences: Readonly<Record<string, readonly [CallErrorCode, string]>> = {
  ENOTFOUND: ['dns', 'The host name could not be found.'],
  EAI_AGAIN: ['dns', 'The name server did not answer.'],
  ECONNREFUSED: ['connect_refused', 'The receiver refused the connection.'],
  EHOSTUNREACH: ['unreachable', 'The host cannot be reached.'],
  ENETUNREACH: ['unreachable', 'The network of the host cannot be reached.'],
  EADDRNOTAVAIL: ['unreachable', 'The address of the host cannot be reached from here.'],
  ETIMEDOUT: ['connect_timeout', 'The connection was not answered in time.'],
  UND_ERR_CONNECT_TIMEOUT: ['connect_timeout', 'The connection was not answered in time.'],
  ECONNRESET: ['reset', 'The receiver closed the connection before it answered.'],
  EPIPE: ['reset', 'The receiver closed the connection before it answered.'],
  UND_ERR_SOCKET: ['reset', 'The receiver closed the connection before it answered.'],
  CERT_HAS_EXPIRED: ['tls_expired', 'The certificate has expired.'],
  CERT_NOT_YET_VALID: ['tls_other', 'The certificate is not valid yet.'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls_hostname', 'The certificate is for another host.'],
  UND_ERR_HEADERS_OVERFLOW: ['invalid_response', 'The headers of the answer were too large.'],
};

const untrusted =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_UNTRUSTED|CERT_REVOKED)/;

/** What a failure of the network means. */
export function failureOf(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  const code = codeOf(error);
  // undici takes no 100 and no 101 that it has not asked for.
  if (error instanceof Error && /^bad (response|upgrade)$/.test(error.message)) {
    return new CallFailure('invalid_response', 'The receiver sent 100 or 101, which nobody asked for.');
  }
  if (isNonsense(error, code)) return new CallFailure('invalid_response', 'The answer is not valid HTTP.');
  const known = sentences[code];
  if (known) return new CallFailure(...known);
  return (
    failureOfTls(code) ?? new CallFailure('reset', `The connection failed (${code || 'unknown reason'}).`)
  );
}

/** What the deadline means at the stage it came in; undefined: the request was on its way. */
export function failureOfTimeout(stage: ConnectStage | undefined, seconds: number): CallFailure {
  switch (stage) {
    case 'dns':
      return new CallFailure('dns', `The name server did not answer within ${seconds} seconds.`);
    case 'connect':
      return new CallFailure('connect_timeout', `There was no connection within ${seconds} seconds.`);
    case 'tls':
      return new CallFailure('timeout', `TLS was not agreed within ${seconds} seconds.`);
    default:
      return new CallFailure('timeout', `There was no answer within ${seconds} seconds.`);
  }
}

function failureOfTls(code: string): CallFailure | undefined {
  if (untrusted.test(code)) {
    return new CallFailure('tls_untrusted', 'The certificate is not signed by a trusted authority.');
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return new CallFailure('tls_other', 'TLS could not be agreed; is this an https port?');
  }
  return undefined;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
}

/** undici's parser gives a code only to some of its errors. */
function isNonsense(error: unknown, code: string): boolean {
  return code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError');
}
