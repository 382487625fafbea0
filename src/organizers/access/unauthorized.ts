import { ApiError } from '@app/rest';

/** Nobody knows who asks. Comes before every 403. */
export class Unauthorized extends ApiError {
  override readonly name: string = 'Unauthorized';
  constructor(code: string, detail: string) {
    super(code, 401, { detail }, { headers: { 'www-authenticate': 'Token' } });
  }
}

/** No `Authorization`, or of a scheme that is not ours. */
export class CredentialsMissing extends Unauthorized {
  override readonly name = 'CredentialsMissing';
  constructor() {
    super('credentials_missing', 'Authentication credentials were not provided.');
  }
}

/** The header has our scheme, and no token in its place. */
export class TokenHeaderInvalid extends Unauthorized {
  override readonly name = 'TokenHeaderInvalid';
  constructor(reason: string) {
    super('token_header_invalid', `Invalid token header. ${reason}`);
  }
}

/** Unknown, or expired: the same, so that nobody learns which. */
export class TokenInvalid extends Unauthorized {
  override readonly name = 'TokenInvalid';
  constructor() {
    super('token_invalid', 'Invalid token.');
  }
}

export class TokenRevoked extends Unauthorized {
  override readonly name = 'TokenRevoked';
  constructor() {
    super('token_revoked', 'Token inactive or deleted.');
  }
}

/** The person was signed in: too long ago, or they have signed out elsewhere. */
export class SessionEnded extends Unauthorized {
  override readonly name = 'SessionEnded';
  constructor() {
    super('session_ended', 'Your session has ended.');
  }
}
