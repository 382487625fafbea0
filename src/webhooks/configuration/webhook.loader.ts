import type { OrganizerScope } from '@app/access';
import { NotFound, objectId, type ObjectLoader } from '@app/rest';
import { Injectable } from '@nestjs/common';
import type { StoredWebhook } from '../storage/stored-webhook.js';
import { WebhooksRepository } from '../storage/webhooks.repository.js';

/** The webhook that the path names. */
@Injectable()
export class WebhookLoader implements ObjectLoader<StoredWebhook> {
  constructor(private readonly repository: WebhooksRepository) {}

  async load(params: Readonly<Record<string, string>>, organizer: OrganizerScope): Promise<StoredWebhook> {
    const webhook = await this.repository.find(organizer.id, objectId(params['id'], 'WebHook'));
    if (!webhook) throw new NotFound('WebHook');
    return webhook;
  }
}
