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
  ValidationFailed,
} from '@app/rest';
import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CreateEventDto, EventDto, exampleOfEvent, ReplaceEventDto, UpdateEventDto } from './event.dto.js';
import { EventEntity } from './event.entity.js';
import { EventLoader } from './event.loader.js';
import { fieldsOfChange, fieldsOfWhole, toEventDto } from './event.mapper.js';
import { EventsRepository } from './events.repository.js';
import { EventsService } from './events.service.js';

@ApiTags('Events')
@Controller('api/v1/organizers/:organizer/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly repository: EventsRepository,
  ) {}

  @Get()
  @RequirePermission('can_view_organizer')
  @PagedList()
  @Operation({
    id: 'listEvents',
    summary: 'Events of an organizer',
    description: 'In the order of their slugs.',
    pageOf: EventDto,
    example: { count: 1, next: null, previous: null, results: [exampleOfEvent] },
  })
  async list(
    @CurrentOrganizer() organizer: OrganizerScope,
    @PageOf() page: PageRequest,
  ): Promise<PageAnswer<EventDto>> {
    const [events, count] = await this.repository.page(organizer.id, page);
    return page.answer(count, events.map(toEventDto));
  }

  @Post()
  @RequirePermission('can_change_organizer_settings')
  @Operation({
    id: 'createEvent',
    summary: 'Create an event',
    status: 201,
    answer: EventDto,
    example: exampleOfEvent,
  })
  async create(
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Body() dto: CreateEventDto,
  ): Promise<EventDto> {
    return toEventDto(await this.events.create(organizer, dto.slug, fieldsOfWhole(dto), principal));
  }

  @Get(':event')
  @RequirePermission('can_view_organizer')
  @LoadObject(EventLoader)
  @Operation({ id: 'getEvent', summary: 'One event', answer: EventDto, example: exampleOfEvent })
  find(@LoadedObject() event: EventEntity): EventDto {
    return toEventDto(event);
  }

  @Put(':event')
  @RequirePermission('can_change_organizer_settings')
  @Operation({
    id: 'replaceEvent',
    summary: 'Create an event, or replace its fields',
    description: 'Omitted fields return to their default.',
    alsoStatus: [201],
    answer: EventDto,
    example: exampleOfEvent,
  })
  async replace(
    @CurrentOrganizer() organizer: OrganizerScope,
    @Param('event') slug: string,
    @CurrentPrincipal() principal: Principal,
    @Body() dto: ReplaceEventDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventDto> {
    requireSameSlug(slug, dto.slug);
    const { event, isNew } = await this.events.createOrReplace(
      organizer,
      slug,
      fieldsOfWhole(dto),
      principal,
    );
    void reply.status(isNew ? 201 : 200);
    return toEventDto(event);
  }

  @Patch(':event')
  @RequirePermission('can_change_organizer_settings')
  @LoadObject(EventLoader)
  @Operation({
    id: 'updateEvent',
    summary: 'Change an event',
    description: 'Fields that are not sent stay as they are.',
    answer: EventDto,
    example: exampleOfEvent,
  })
  async update(
    @LoadedObject() event: EventEntity,
    @CurrentPrincipal() principal: Principal,
    @Body() dto: UpdateEventDto,
  ): Promise<EventDto> {
    requireSameSlug(event.slug, dto.slug);
    return toEventDto(await this.events.change(event, (before) => fieldsOfChange(dto, before), principal));
  }

  @Delete(':event')
  @RequirePermission('can_change_organizer_settings')
  @LoadObject(EventLoader)
  @Operation({
    id: 'deleteEvent',
    summary: 'Delete an event',
    description:
      'Its log stays, and what is owed is still delivered. Webhooks lose it from `limit_events`, and never widen to all events.',
    status: 204,
  })
  async delete(@LoadedObject() event: EventEntity, @CurrentPrincipal() principal: Principal): Promise<void> {
    await this.events.delete(event, principal);
  }
}

/** Payloads and addresses hold it. @throws ValidationFailed */
function requireSameSlug(slug: string, given: string | undefined): void {
  if (given !== undefined && given !== slug)
    throw new ValidationFailed({ slug: ['The event slug cannot be changed.'] });
}
