import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { ValidationFailed } from '@app/rest';
import { OrganizerEditing, OrganizerNames } from '@contracts/organizers';
import { Get, Inject, Post, Query } from '@nestjs/common';
import { Form, textOf } from '../access/form.decorator.js';
import { partOf, placeOf } from '../layout/list-part.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { ListQueryDto } from '../serving/list-query.dto.js';
import { organizerFormPage } from './organizer-form-page.js';
import { organizerListPage } from './organizer-list-page.js';
import { OrganizerRows } from './organizer-rows.service.js';

/** All organizers that one may see; administrators make them, and name them anew. */
@ConsolePages('organizers')
export class OrganizersPageController {
  constructor(
    private readonly rows: OrganizerRows,
    @Inject(OrganizerNames) private readonly names: OrganizerNames,
    @Inject(OrganizerEditing) private readonly organizers: OrganizerEditing,
  ) {}

  @Get()
  @RequirePermission('authenticated')
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() { page = 1, notice }: ListQueryDto,
  ): Promise<Page> {
    const { rows, count } = await this.rows.viewable(principal, partOf(page));
    return organizerListPage({ rows, place: placeOf(page, count), notice });
  }

  @Get('new')
  @RequirePermission('admin')
  new(): Page {
    return organizerFormPage({ isNew: true, name: '', slug: '', fields: {} });
  }

  @Post('new')
  @RequirePermission('admin')
  async create(
    @Form() form: URLSearchParams,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page | Redirect> {
    const [name, slug] = [textOf(form, 'name'), textOf(form, 'slug')];
    try {
      await this.organizers.create({ name, slug }, principal);
      return new Redirect(withQuery(paths.organizers, { notice: 'organizer_created' }));
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      return organizerFormPage({ isNew: true, name, slug, fields: error.fields }, error.status);
    }
  }

  @Get(':organizer/name')
  @RequirePermission('admin')
  async askForName(@CurrentOrganizer() { id, slug }: OrganizerScope): Promise<Page> {
    const name = (await this.names.namesOf([id])).get(id) ?? slug;
    return organizerFormPage({ isNew: false, name, slug, fields: {} });
  }

  @Post(':organizer/name')
  @RequirePermission('admin')
  async rename(
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page | Redirect> {
    const name = textOf(form, 'name');
    try {
      await this.organizers.update(organizer, { name }, principal);
      return new Redirect(withQuery(paths.organizers, { notice: 'organizer_saved' }));
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      const fields = error.fields;
      return organizerFormPage({ isNew: false, name, slug: organizer.slug, fields }, error.status);
    }
  }
}
