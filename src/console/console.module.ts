import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { HealthModule } from '../health/health.module.js';
import { OrganizersModule } from '../organizers/organizers.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { AccountPageController } from './account/account-page.controller.js';
import { LanguageController } from './account/language.controller.js';
import { FormTokens } from './access/form-tokens.service.js';
import { AdministratorsPageController } from './administrators/administrators-page.controller.js';
import { AuditTrailController } from './audit-trail/audit-trail.controller.js';
import { ErrorPages } from './errors/error-pages.service.js';
import { UnknownPageController } from './errors/unknown-page.controller.js';
import { HomeController } from './home/home.controller.js';
import { NotificationPageController } from './notifications/notification-page.controller.js';
import { NotificationPageService } from './notifications/notification-page.service.js';
import { LiveOperations } from './operations/live-operations.service.js';
import { Machinery } from './operations/machinery.service.js';
import { OperationsPageController } from './operations/operations-page.controller.js';
import { OperationsReports } from './operations/operations-report.service.js';
import { WorstWebhooksService } from './operations/worst-webhooks.service.js';
import { OrganizerRows } from './organizers/organizer-rows.service.js';
import { OrganizersPageController } from './organizers/organizers-page.controller.js';
import { PeoplePageController } from './people/people-page.controller.js';
import { PersonPageController } from './people/person-page.controller.js';
import { AssetFiles } from './serving/asset-files.service.js';
import { AssetsController } from './serving/assets.controller.js';
import { Frames } from './serving/frames.service.js';
import { PageAnswers } from './serving/page-answers.service.js';
import { SecurityHeaders } from './serving/security-headers.service.js';
import { TypeWordsService } from './texts/type-words.service.js';
import { LinkController } from './sign-in/link.controller.js';
import { SingleSignOnController } from './sign-in/single-sign-on.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { TokensPageController } from './tokens/tokens-page.controller.js';
import { CallPageController } from './calls/call-page.controller.js';
import { DeletionController } from './webhooks/actions/deletion.controller.js';
import { ResendController } from './webhooks/actions/resend.controller.js';
import { RetriesController } from './webhooks/actions/retries.controller.js';
import { ProgressController } from './webhooks/detail/progress.controller.js';
import { WebhookProgress } from './webhooks/detail/webhook-progress.service.js';
import { WebhookPageController } from './webhooks/detail/webhook-page.controller.js';
import { WebhookPageService } from './webhooks/detail/webhook-page.service.js';
import { LiveLog } from './webhooks/live/live-log.service.js';
import { LiveLogController } from './webhooks/live/live-log.controller.js';
import { LiveRows } from './webhooks/live/live-rows.service.js';
import { LiveStreams } from './live/live-streams.service.js';
import { FormPartsController } from './webhooks/form/form-parts.controller.js';
import { UrlHints } from './webhooks/form/url-hints.service.js';
import { WebhookFormController } from './webhooks/form/webhook-form.controller.js';
import { WebhookFormService } from './webhooks/form/webhook-form.service.js';
import { WebhookSaving } from './webhooks/form/webhook-saving.service.js';
import { WebhookListController } from './webhooks/list/webhook-list.controller.js';
import { WebhookRowsService } from './webhooks/list/webhook-rows.service.js';
import { WebhookSearchService } from './webhooks/list/webhook-search.service.js';

/** The pages under `/console/`. It knows the contracts of every module, and no module knows it. */
@Module({
  imports: [OrganizersModule, EventsModule, WebhooksModule, HealthModule],
  controllers: [
    AssetsController,
    SignInController,
    LinkController,
    SingleSignOnController,
    HomeController,
    WebhookListController,
    WebhookFormController,
    FormPartsController,
    WebhookPageController,
    ProgressController,
    RetriesController,
    DeletionController,
    ResendController,
    LiveLogController,
    CallPageController,
    NotificationPageController,
    TokensPageController,
    AuditTrailController,
    PeoplePageController,
    PersonPageController,
    OrganizersPageController,
    OperationsPageController,
    AdministratorsPageController,
    AccountPageController,
    LanguageController,
    UnknownPageController,
  ],
  providers: [
    AssetFiles,
    FormTokens,
    Frames,
    PageAnswers,
    ErrorPages,
    OrganizerRows,
    SecurityHeaders,
    TypeWordsService,
    WebhookRowsService,
    WebhookSearchService,
    UrlHints,
    WebhookFormService,
    WebhookSaving,
    WebhookPageService,
    WebhookProgress,
    NotificationPageService,
    Machinery,
    WorstWebhooksService,
    OperationsReports,
    LiveOperations,
    LiveStreams,
    LiveLog,
    LiveRows,
  ],
})
export class ConsoleModule {}
