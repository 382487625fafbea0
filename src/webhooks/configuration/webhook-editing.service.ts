import { readDto } from '@app/rest';
import type { WebhookEditing, WebhookEditor, WebhookFields } from '@contracts/webhooks';
import { Injectable } from '@nestjs/common';
import { UpdateWebhookDto, WebhookInputDto } from './webhook-input.dto.js';
import { WebhooksService } from './webhooks.service.js';

/** Reads the fields as the API does, and hands them to the same service. */
@Injectable()
export class WebhookEditingService implements WebhookEditing {
  constructor(private readonly webhooks: WebhooksService) {}

  async create(fields: WebhookFields, { organizerId, principal }: WebhookEditor): Promise<number> {
    const { id } = await this.webhooks.create(organizerId, readDto(WebhookInputDto, fields), principal);
    return id;
  }

  async update(id: number, fields: WebhookFields, { organizerId, principal }: WebhookEditor): Promise<void> {
    await this.webhooks.update({ id, organizerId }, readDto(UpdateWebhookDto, fields), principal);
  }

  async remove(id: number, { organizerId, principal }: WebhookEditor): Promise<void> {
    await this.webhooks.remove({ id, organizerId }, principal);
  }
}
