import { ApiError } from '@app/rest';

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
