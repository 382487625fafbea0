import type { RequiredPermission } from '@app/access';
import type { JsonObject } from '../../setup/doorbell.js';
import type { FormFields } from '../console-browser.js';
import type { Subject, TwinGround } from './twin-ground.js';

interface Action {
  /** `POST /console/organizers/:organizer/webhooks/:id/test` */
  readonly route: string;
  readonly needs: RequiredPermission;
  /** Makes something of its own to do it to; default: the organizer. */
  readonly subject?: (ground: TwinGround) => Promise<Subject>;
  readonly form?: (subject: Subject) => FormFields;
  /** The entries it leaves in the audit trail. */
  readonly entries: readonly string[];
}

/** What the API does too. */
export interface TwinnedAction extends Action {
  /** `POST /api/v1/organizers/:organizer/webhooks/:id/test` */
  readonly twin: string;
  /** Of its address. */
  readonly query?: string;
  readonly body?: (subject: Subject) => JsonObject;
}

/** What the console alone does. */
export interface SingleAction extends Action {
  /** Why the API does not do it. */
  readonly reason: string;
}

export type ConsoleAction = TwinnedAction | SingleAction;

export const isTwinned = (action: ConsoleAction): action is TwinnedAction => 'twin' in action;
