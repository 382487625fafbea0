import {
  OrganizerWebhooks,
  PresentWebhooks,
  WebhookDirectory,
  WebhookEditing,
  WebhookOverview,
  WebhookTargetLoader,
} from '@contracts/webhooks';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../events/events.module.js';
import { OrganizersModule } from '../organizers/organizers.module.js';
import { WebhookChanges } from './change/webhook-changes.service.js';
import { WebhookEditingService } from './configuration/webhook-editing.service.js';
import { WebhookInputChecker } from './configuration/webhook-input.checker.js';
import { WebhookLoader } from './configuration/webhook.loader.js';
import { WebhooksController } from './configuration/webhooks.controller.js';
import { WebhooksService } from './configuration/webhooks.service.js';
import { PresentWebhooksRepository } from './directory/present-webhooks.repository.js';
import { DirectoryLoader } from './directory/webhook-target.loader.js';
import { WebhookDirectoryService } from './directory/webhook-directory.service.js';
import { EventDeletedListener } from './letting-go/event-deleted.listener.js';
import { OrganizerDeletedListener } from './letting-go/organizer-deleted.listener.js';
import { OrganizerWebhooksRepository } from './overview/organizer-webhooks.repository.js';
import { WebhookOverviewRepository } from './overview/webhook-overview.repository.js';
import { EventLimits } from './storage/event-limits.repository.js';
import { MatchingRows } from './storage/matching-rows.repository.js';
import { WebhookEntity } from './storage/webhook.entity.js';
import { WebhooksRepository } from './storage/webhooks.repository.js';

/** Subscriptions: what they are, whom an action is owed to, and how they end. */
@Module({
  imports: [TypeOrmModule.forFeature([WebhookEntity]), OrganizersModule, EventsModule],
  controllers: [WebhooksController],
  providers: [
    WebhooksRepository,
    MatchingRows,
    EventLimits,
    WebhookChanges,
    WebhookInputChecker,
    WebhookLoader,
    WebhooksService,
    EventDeletedListener,
    OrganizerDeletedListener,
    WebhookDirectoryService,
    { provide: WebhookDirectory, useExisting: WebhookDirectoryService },
    { provide: PresentWebhooks, useClass: PresentWebhooksRepository },
    { provide: WebhookTargetLoader, useClass: DirectoryLoader },
    { provide: WebhookOverview, useClass: WebhookOverviewRepository },
    { provide: OrganizerWebhooks, useClass: OrganizerWebhooksRepository },
    { provide: WebhookEditing, useClass: WebhookEditingService },
  ],
  exports: [
    PresentWebhooks,
    WebhookDirectory,
    WebhookTargetLoader,
    WebhookOverview,
    OrganizerWebhooks,
    WebhookEditing,
  ],
})
export class WebhooksModule {}
