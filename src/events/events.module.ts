import { EventDirectory } from '@contracts/events';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrganizersModule } from '../organizers/organizers.module.js';
import { EventDirectoryService } from './events/event-directory.service.js';
import { EventEntity } from './events/event.entity.js';
import { EventLoader } from './events/event.loader.js';
import { EventsController } from './events/events.controller.js';
import { EventsRepository } from './events/events.repository.js';
import { EventsService } from './events/events.service.js';

/** Events of organizers, and recording what happens in them. */
@Module({
  imports: [OrganizersModule, TypeOrmModule.forFeature([EventEntity])],
  controllers: [EventsController],
  providers: [
    EventsRepository,
    EventsService,
    EventLoader,
    EventDirectoryService,
    { provide: EventDirectory, useExisting: EventDirectoryService },
  ],
  exports: [EventDirectory],
})
export class EventsModule {}
