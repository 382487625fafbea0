import { ApiError, type ApiErrorOptions } from '@app/rest';

/** No such person, another password, or none: the same, after the same time. */
export class SignInRefused extends ApiError {
  override readonly name = 'SignInRefused';
  constructor() {
    super('sign_in_refused', 400, { detail: 'The e-mail address and the password do not belong together.' });
  }
}

/** Unknown, used, replaced by a newer one, or too old: the same. */
export class LinkInvalid extends ApiError {
  override readonly name = 'LinkInvalid';
  constructor() {
    super('link_invalid', 410, { detail: 'This link was used already, was replaced, or is too old.' });
  }
}

/** The identity provider does not answer, or not as it should, or the browser took too long. */
export class SingleSignOnFailed extends ApiError {
  override readonly name = 'SingleSignOnFailed';
  constructor(options?: ApiErrorOptions) {
    super('single_sign_on_failed', 502, { detail: 'Signing on did not work. Please try again.' }, options);
  }
}

/** The identity provider knows who it is, but nobody has invited them under an address that it vouches for. */
export class SingleSignOnRefused extends ApiError {
  override readonly name = 'SingleSignOnRefused';
  constructor() {
    super('single_sign_on_refused', 403, { detail: 'Nobody has invited you here yet.' });
  }
}
