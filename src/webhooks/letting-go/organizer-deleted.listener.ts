import type { EntityManager } from '@app/database';
import { InTransaction } from '@app/event-bus';
import { Conflict } from '@app/rest';
import { OrganizerDeleted } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { WebhooksRepository } from '../storage/webhooks.repository.js';

/** An organizer stays while one of its webhooks is enabled. The disabled ones go when its row does. */
@Injectable()
export class OrganizerDeletedListener {
  constructor(private readonly repository: WebhooksRepository) {}

  /** @throws Conflict */
  @InTransaction(OrganizerDeleted)
  async veto({ organizerId }: OrganizerDeleted, manager: EntityManager): Promise<void> {
    if (await this.repository.hasEnabled(organizerId, manager)) {
      throw new Conflict('This organizer still has an enabled webhook.');
    }
  }
}
