import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import {
  LoadedObject,
  LoadObject,
  Operation,
  type PageAnswer,
  PagedList,
  PageOf,
  PageRequest,
} from '@app/rest';
import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StoredWebhook } from '../storage/stored-webhook.js';
import { WebhooksRepository } from '../storage/webhooks.repository.js';
import { exampleOfWebhook, WebhookDto } from './webhook.dto.js';
import { WebhookLoader } from './webhook.loader.js';
import { toWebhookDto } from './webhook.mapper.js';
import { UpdateWebhookDto, WebhookInputDto } from './webhook-input.dto.js';
import { DeleteWebhookDto, WebhookFilterDto } from './webhook-query.dto.js';
import { WebhooksService } from './webhooks.service.js';

/** pretix's webhook API, and `?permanent=true`, which is ours. */
@ApiTags('Webhooks')
@RequirePermission('can_change_organizer_settings')
@Controller('api/v1/organizers/:organizer/webhooks')
export class WebhooksController {
  constructor(
    private readonly repository: WebhooksRepository,
    private readonly webhooks: WebhooksService,
  ) {}

  @Get()
  @PagedList()
  @Operation({
    id: 'listWebhooks',
    summary: 'Webhooks of an organizer',
    description: 'In the order of their ids.',
    pageOf: WebhookDto,
    example: { count: 1, next: null, previous: null, results: [exampleOfWebhook] },
  })
  async list(
    @CurrentOrganizer() { id }: OrganizerScope,
    @Query() { enabled }: WebhookFilterDto,
    @PageOf() page: PageRequest,
  ): Promise<PageAnswer<WebhookDto>> {
    const [webhooks, count] = await this.repository.list(id, enabled, page);
    return page.answer(count, webhooks.map(toWebhookDto));
  }

  @Post()
  @Operation({
    id: 'createWebhook',
    summary: 'Create a webhook',
    description: 'Unknown fields are ignored, here and in every change.',
    status: 201,
    answer: WebhookDto,
    example: exampleOfWebhook,
  })
  async create(
    @CurrentOrganizer() { id }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Body() input: WebhookInputDto,
  ): Promise<WebhookDto> {
    return toWebhookDto(await this.webhooks.create(id, input, principal));
  }

  @Get(':id')
  @LoadObject(WebhookLoader)
  @Operation({ id: 'getWebhook', summary: 'One webhook', answer: WebhookDto, example: exampleOfWebhook })
  find(@LoadedObject() webhook: StoredWebhook): WebhookDto {
    return toWebhookDto(webhook);
  }

  @Put(':id')
  @LoadObject(WebhookLoader)
  @Operation({
    id: 'replaceWebhook',
    summary: 'Replace the fields of a webhook',
    description:
      'Optional fields that are not sent stay as they are. A new URL applies to the next call, retries included. Disabling drops what the webhook is owed; enabling it again brings nothing back by itself.',
    answer: WebhookDto,
    example: exampleOfWebhook,
  })
  async replace(
    @LoadedObject() webhook: StoredWebhook,
    @CurrentPrincipal() principal: Principal,
    @Body() input: WebhookInputDto,
  ): Promise<WebhookDto> {
    return toWebhookDto(await this.webhooks.update(webhook, input, principal));
  }

  @Patch(':id')
  @LoadObject(WebhookLoader)
  @Operation({
    id: 'updateWebhook',
    summary: 'Change a webhook',
    description:
      'Fields that are not sent stay as they are; the outcome is judged as a whole. `action_types` and `limit_events` replace their whole set.',
    answer: WebhookDto,
    example: exampleOfWebhook,
  })
  async update(
    @LoadedObject() webhook: StoredWebhook,
    @CurrentPrincipal() principal: Principal,
    @Body() input: UpdateWebhookDto,
  ): Promise<WebhookDto> {
    return toWebhookDto(await this.webhooks.update(webhook, input, principal));
  }

  @Delete(':id')
  @LoadObject(WebhookLoader)
  @Operation({
    id: 'deleteWebhook',
    summary: 'Disable a webhook, or remove it for good',
    description:
      'Disables the webhook, as pretix does: it stays, receives nothing, and what it is owed is dropped. With `permanent=true` it is removed, and its log stays to be found at `/calls/?webhook=` until it expires.',
    status: 204,
  })
  async delete(
    @LoadedObject() webhook: StoredWebhook,
    @CurrentPrincipal() principal: Principal,
    @Query() { permanent = false }: DeleteWebhookDto,
  ): Promise<void> {
    await (permanent ? this.webhooks.remove(webhook, principal) : this.webhooks.disable(webhook, principal));
  }
}
