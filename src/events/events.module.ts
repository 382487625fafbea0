import {
  EventChoices,
  EventDirectory,
  NotificationArchive,
  NotificationLookup,
  NotificationRecorder,
} from '@contracts/events';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganizersModule } from '../organizers/organizers.module.js';
import { ActionTypesController } from './action-types/action-types.controller.js';
import { EmitFailures } from './emitting/emit-failures.service.js';
import { EmitterListener } from './emitting/emitter.listener.js';
import { EventChoicesRepository } from './events/event-choices.repository.js';
import { EventDirectoryService } from './events/event-directory.service.js';
import { EventEntity } from './events/event.entity.js';
import { EventLoader } from './events/event.loader.js';
import { EventsController } from './events/events.controller.js';
import { EventsRepository } from './events/events.repository.js';
import { EventsService } from './events/events.service.js';
import { NotificationArchiveService } from './notifications/notification-archive.service.js';
import { NotificationLookupRepository } from './notifications/notification-lookup.repository.js';
import { NotificationSearch } from './notifications/notification-search.service.js';
import { NotificationLoader } from './notifications/notification.loader.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { NotificationsRepository } from './notifications/notifications.repository.js';
import { RecordingController } from './notifications/recording.controller.js';
import { SaidNotifications } from './notifications/said-notifications.service.js';
import { GroupCommit } from './recording/group-commit.service.js';
import { GroupRecording } from './recording/group-recording.service.js';
import { KnownActions } from './recording/known-actions.service.js';
import { NotificationRecorderService } from './recording/notification-recorder.service.js';
import { RecordingDay } from './recording/recording-day.service.js';
import { RecordingKeysRepository } from './recording/recording-keys.repository.js';
import { RecordingKeys } from './recording/recording-keys.service.js';
import { RecordingRepository } from './recording/recording.repository.js';
import { NeededNotifications } from './retention/needed-notifications.service.js';
import { NotificationPurge } from './retention/notification-purge.service.js';
import { RetentionRepository } from './retention/retention.repository.js';

/** Events of organizers, and recording what happens in them. */
@Module({
  imports: [OrganizersModule, TypeOrmModule.forFeature([EventEntity])],
  controllers: [EventsController, ActionTypesController, RecordingController, NotificationsController],
  providers: [
    EventsRepository,
    EventsService,
    EventLoader,
    EventDirectoryService,
    { provide: EventDirectory, useExisting: EventDirectoryService },
    { provide: EventChoices, useClass: EventChoicesRepository },
    RecordingRepository,
    RecordingKeysRepository,
    RecordingKeys,
    RecordingDay,
    KnownActions,
    GroupRecording,
    GroupCommit,
    NotificationRecorderService,
    { provide: NotificationRecorder, useExisting: NotificationRecorderService },
    SaidNotifications,
    NotificationsRepository,
    NotificationSearch,
    NotificationLoader,
    NotificationArchiveService,
    { provide: NotificationArchive, useExisting: NotificationArchiveService },
    { provide: NotificationLookup, useClass: NotificationLookupRepository },
    EmitFailures,
    EmitterListener,
    RetentionRepository,
    NeededNotifications,
    NotificationPurge,
  ],
  exports: [EventChoices, EventDirectory, NotificationArchive, NotificationLookup, NotificationRecorder],
})
export class EventsModule {}
