import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { Operation, type PageAnswer, PagedList, PageOf, PageRequest } from '@app/rest';
import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CreatesOrganizer } from '../access/creates-organizer.decorator.js';
import {
  CreateOrganizerDto,
  exampleOfOrganizer,
  OrganizerDto,
  ReplaceOrganizerDto,
  UpdateOrganizerDto,
} from './organizer.dto.js';
import { toOrganizerDto } from './organizer.mapper.js';
import { OrganizerDeletion } from './organizer-deletion.service.js';
import { OrganizerReader } from './organizer-reader.service.js';
import { OrganizersService } from './organizers.service.js';

@ApiTags('Organizers')
@Controller('api/v1/organizers')
export class OrganizersController {
  constructor(
    private readonly reader: OrganizerReader,
    private readonly organizers: OrganizersService,
    private readonly deletion: OrganizerDeletion,
  ) {}

  @Get()
  @RequirePermission('authenticated')
  @PagedList()
  @Operation({
    id: 'listOrganizers',
    summary: 'Organizers that you may view',
    description: 'In the order of their slugs.',
    pageOf: OrganizerDto,
    example: { count: 1, next: null, previous: null, results: [exampleOfOrganizer] },
  })
  async list(
    @CurrentPrincipal() principal: Principal,
    @PageOf() page: PageRequest,
  ): Promise<PageAnswer<OrganizerDto>> {
    const [organizers, count] = await this.reader.viewable(principal, page);
    return page.answer(count, organizers.map(toOrganizerDto));
  }

  @Post()
  @RequirePermission('admin')
  @Operation({
    id: 'createOrganizer',
    summary: 'Create an organizer',
    description: 'For the administrator alone. Its first token comes from `POST …/tokens/`.',
    status: 201,
    answer: OrganizerDto,
    example: exampleOfOrganizer,
  })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body() { name, slug, public_url: publicUrl = null }: CreateOrganizerDto,
  ): Promise<OrganizerDto> {
    return toOrganizerDto(await this.organizers.create({ name, slug, publicUrl }, principal));
  }

  @Get(':organizer')
  @RequirePermission('can_view_organizer')
  @Operation({
    id: 'getOrganizer',
    summary: 'One organizer',
    answer: OrganizerDto,
    example: exampleOfOrganizer,
  })
  async find(@CurrentOrganizer() { id }: OrganizerScope): Promise<OrganizerDto> {
    return toOrganizerDto(await this.reader.get(id));
  }

  @Put(':organizer')
  @RequirePermission('admin')
  @CreatesOrganizer()
  @Operation({
    id: 'replaceOrganizer',
    summary: 'Create an organizer, or replace its fields',
    description: 'For the administrator alone. Omitted fields return to their default.',
    alsoStatus: [201],
    answer: OrganizerDto,
    example: exampleOfOrganizer,
  })
  async replace(
    @Param('organizer') slug: string,
    @CurrentPrincipal() principal: Principal,
    @Body() { public_url: publicUrl = null, ...fields }: ReplaceOrganizerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizerDto> {
    const { organizer, isNew } = await this.organizers.createOrReplace(
      slug,
      { ...fields, publicUrl },
      principal,
    );
    void reply.status(isNew ? 201 : 200);
    return toOrganizerDto(organizer);
  }

  @Patch(':organizer')
  @RequirePermission('admin')
  @Operation({
    id: 'updateOrganizer',
    summary: 'Change an organizer',
    description: 'For the administrator alone. Fields that are not sent stay as they are.',
    answer: OrganizerDto,
    example: exampleOfOrganizer,
  })
  async update(
    @CurrentOrganizer() { slug }: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Body() { public_url: publicUrl, ...fields }: UpdateOrganizerDto,
  ): Promise<OrganizerDto> {
    return toOrganizerDto(await this.organizers.update(slug, { ...fields, publicUrl }, principal));
  }

  @Delete(':organizer')
  @RequirePermission('admin')
  @Operation({
    id: 'deleteOrganizer',
    summary: 'Delete an organizer',
    description:
      'For the administrator alone. Refused while a webhook is enabled. Its tokens end, what is owed is dropped, and its slug stays taken until its log has expired.',
    status: 204,
  })
  async delete(
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.deletion.delete(organizer, principal);
  }
}
