import type { OrganizerScope } from '@app/access';
import { NotFound, objectId } from '@app/rest';
import { Inject, Injectable } from '@nestjs/common';
import { WebhookDirectory, type WebhookTarget, type WebhookTargetLoader } from '@contracts/webhooks';

/** Asks the directory, so that a webhook of another organizer is as unknown here as there. */
@Injectable()
export class DirectoryLoader implements WebhookTargetLoader {
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
