/** One text a field in an array; a batch nests them by index. */
export interface FieldErrors {
  readonly [field: string]: readonly string[] | FieldErrors;
}

export interface ApiErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** What a client is told. One filter writes `body` under `status`; `code` is for our own log and never changes. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: string,
    readonly status: number,
    readonly body: { readonly detail: string } | FieldErrors,
    { headers = {}, cause }: ApiErrorOptions = {},
  ) {
    super(JSON.stringify(body), cause === undefined ? undefined : { cause });
    this.headers = headers;
  }
}

/** 400 with every wrong field at once. */
export class ValidationFailed extends ApiError {
  override readonly name: string = 'ValidationFailed';
  constructor(readonly fields: FieldErrors) {
    super('validation', 400, fields);
  }
}

export class MalformedBody extends ApiError {
  override readonly name: string = 'MalformedBody';
  constructor(reason: string) {
    super('malformed_body', 400, { detail: `JSON parse error - ${reason}` });
  }
}

/** The principal may not, or must not learn whether it exists: byte for byte the same. */
export class PermissionDenied extends ApiError {
  override readonly name: string = 'PermissionDenied';
  constructor() {
    super('permission_denied', 403, { detail: 'You do not have permission to perform this action.' });
  }
}

/** Without an object: no such path, or an id that is no number. */
export class NotFound extends ApiError {
  override readonly name: string = 'NotFound';
  /** @param object as the contract names it: `WebHook`, `Event`, `Call` */
  constructor(object?: string) {
    super('not_found', 404, {
      detail: object === undefined ? 'Not found.' : `No ${object} matches the given query.`,
    });
  }
}

export class MethodNotAllowed extends ApiError {
  override readonly name: string = 'MethodNotAllowed';
  constructor(method: string, allowed: readonly string[]) {
    super(
      'method_not_allowed',
      405,
      { detail: `Method "${method}" not allowed.` },
      { headers: { allow: allowed.join(', ') } },
    );
  }
}

export class NotAcceptable extends ApiError {
  override readonly name: string = 'NotAcceptable';
  constructor() {
    super('not_acceptable', 406, { detail: 'Could not satisfy the request Accept header.' });
  }
}

export class Conflict extends ApiError {
  override readonly name: string = 'Conflict';
  constructor(detail: string, options?: ApiErrorOptions) {
    super('conflict', 409, { detail }, options);
  }
}

export class BodyTooLarge extends ApiError {
  override readonly name: string = 'BodyTooLarge';
  constructor() {
    super('body_too_large', 413, { detail: 'Request body is too large.' });
  }
}

export class UnsupportedMediaType extends ApiError {
  override readonly name: string = 'UnsupportedMediaType';
  constructor(mediaType: string) {
    super('unsupported_media_type', 415, { detail: `Unsupported media type "${mediaType}" in request.` });
  }
}

/** Over DOORBELL_RATE_LIMIT, or more at once than this process takes. In Django REST framework's words. */
export class TooManyRequests extends ApiError {
  override readonly name: string = 'TooManyRequests';
  constructor(retryAfter: number) {
    const seconds = retryAfter === 1 ? '1 second' : `${retryAfter} seconds`;
    super(
      'too_many_requests',
      429,
      { detail: `Request was throttled. Expected available in ${seconds}.` },
      { headers: { 'retry-after': String(retryAfter) } },
    );
  }
}

/** Try again after so many seconds; nothing was done. */
export class ServiceUnavailable extends ApiError {
  override readonly name: string = 'ServiceUnavailable';
  constructor(retryAfter: number, cause?: unknown) {
    super(
      'service_unavailable',
      503,
      { detail: 'Service temporarily unavailable.' },
      { headers: { 'retry-after': String(retryAfter) }, cause },
    );
  }
}
