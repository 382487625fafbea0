import { ApiError } from '@app/rest';

/** The form is not from a page of ours, or not of this session. */
export class FormRefused extends ApiError {
  override readonly name = 'FormRefused';
  constructor() {
    super('form_refused', 403, { detail: 'This form was not sent from a page of this session.' });
  }
}
