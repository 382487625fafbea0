import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { BrowserCookie } from './browser-cookie.js';

/** Carries the secret of a session. */
@Injectable()
export class SessionCookie extends BrowserCookie {
  constructor(@Inject(Settings) { publicUrl }: Pick<Settings, 'publicUrl'>) {
    super('doorbell_session', publicUrl);
  }
}
