import { ApiError } from '@app/rest';

/** Nobody but an administrator could give roles in the organizer any more. */
export class LastManager extends ApiError {
  override readonly name = 'LastManager';
  constructor() {
    super('last_manager', 409, {
      detail:
        'Nobody else who has signed in may change the settings of this organizer. Give somebody else that permission first, or ask an administrator.',
    });
  }
}

/** Nobody could do everything any more. */
export class LastAdministrator extends ApiError {
  override readonly name = 'LastAdministrator';
  constructor() {
    super('last_administrator', 409, {
      detail:
        'Nobody else is an administrator who has signed in. Make somebody else one first, and let them use their link.',
    });
  }
}
