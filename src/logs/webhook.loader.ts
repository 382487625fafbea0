import type { OrganizerScope } from '@app/access';
import { NotFound, objectId, type ObjectLoader } from '@app/rest';
import { WebhookDirectory, type WebhookTarget } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';

/** The webhook whose history the path asks for. */
@Injectable()
export class LoggedWebhookLoader implements ObjectLoader<WebhookTarget> {
  constructor(@Inject(WebhookDirectory) private readonly webhooks: WebhookDirectory) {}

  async load(
    { id }: Readonly<Record<string, string>>,
    organizer: OrganizerScope | undefined,
  ): Promise<WebhookTarget> {
    const webhookId = objectId(id, 'WebHook');
    if (!organizer) throw new NotFound();
    return this.webhooks.require(organizer.id, webhookId);
  }
}
