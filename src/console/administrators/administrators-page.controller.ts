import { CurrentPrincipal, type Principal, RequirePermission } from '@app/access';
import { type BaseUrlRequest, NotFound, objectId, ValidationFailed } from '@app/rest';
import { People, type Person } from '@contracts/organizers';
import { Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { Form, textOf } from '../access/form.decorator.js';
import { partOf, placeOf } from '../layout/list-part.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { madeLinkPage } from '../people/made-link-page.js';
import { askForLinkPage } from '../people/person-answer-pages.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { ListQueryDto } from '../serving/list-query.dto.js';
import { administratorFormPage } from './administrator-form-page.js';
import { administratorListPage } from './administrator-list-page.js';
import { removalPage } from './removal-page.js';

/** Who may do everything: invited, given links for a new password, and removed. */
@ConsolePages('administrators')
@RequirePermission('admin')
export class AdministratorsPageController {
  constructor(@Inject(People) private readonly people: People) {}

  @Get()
  async list(
    @CurrentPrincipal() { id: self }: Principal,
    @Query() { page = 1, notice }: ListQueryDto,
  ): Promise<Page> {
    const { people, count } = await this.people.administrators(partOf(page));
    return administratorListPage({ people, place: placeOf(page, count), self, notice });
  }

  @Get('new')
  new(): Page {
    return administratorFormPage({ values: { email: '', name: '' }, fields: {} });
  }

  @Post('new')
  async invite(
    @Form() form: URLSearchParams,
    @CurrentPrincipal() principal: Principal,
    @Req() { baseUrl }: BaseUrlRequest,
  ): Promise<Page | Redirect> {
    const values = { email: textOf(form, 'email'), name: textOf(form, 'name') };
    try {
      const { person, link } = await this.people.inviteAdministrator(values, principal);
      if (link) return madeLinkPage({ person, link, baseUrl, back: paths.administrators });
      return new Redirect(withQuery(paths.administrators, { notice: 'administrator_invited' }));
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      return administratorFormPage({ values, fields: error.fields }, error.status);
    }
  }

  @Get(':id/link')
  async askForLink(@Param('id') id: string): Promise<Page> {
    return askForLinkPage({ person: await this.require(id), back: paths.administrators });
  }

  @Post(':id/link')
  async makeLink(
    @Param('id') id: string,
    @CurrentPrincipal() principal: Principal,
    @Req() { baseUrl }: BaseUrlRequest,
  ): Promise<Page> {
    const person = await this.require(id);
    const link = await this.people.createLink(person.id, principal);
    return madeLinkPage({ person, link, baseUrl, back: paths.administrators });
  }

  @Get(':id/remove')
  async askToRemove(@Param('id') id: string, @CurrentPrincipal() { id: self }: Principal): Promise<Page> {
    const person = await this.require(id);
    const isLast = !(await this.people.mayRemoveAdministrator(person.id));
    return removalPage({ person, isSelf: person.id === self, isLast });
  }

  @Post(':id/remove')
  async remove(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<Redirect> {
    const { id: personId } = await this.require(id);
    await this.people.removeAdministrator(personId, principal);
    if (personId === principal.id) return new Redirect(paths.home);
    return new Redirect(withQuery(paths.administrators, { notice: 'administrator_removed' }));
  }

  /** @throws NotFound */
  private async require(id: string): Promise<Person> {
    const person = await this.people.findAdministrator(objectId(id, 'Person'));
    if (!person) throw new NotFound('Person');
    return person;
  }
}
