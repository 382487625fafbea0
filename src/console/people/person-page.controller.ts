import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Permission,
  type Principal,
  RequirePermission,
} from '@app/access';
import { type BaseUrlRequest, type FieldErrors, NotFound, objectId, ValidationFailed } from '@app/rest';
import { type Member, People } from '@contracts/organizers';
import { Get, Inject, Param, Post, Req } from '@nestjs/common';
import { Form } from '../access/form.decorator.js';
import type { NoticeKey } from '../layout/notice.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { heldPermissions, readPermissions } from '../permissions/read-permissions.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { madeLinkPage } from './made-link-page.js';
import { askForLinkPage, askToRemovePage } from './person-answer-pages.js';
import { personPage } from './person-page.js';

/** One person with a role in an organizer: changing it, a link for a new password, and the end of it. */
@ConsolePages('organizers/:organizer/people/:id')
@RequirePermission('can_change_organizer_settings')
export class PersonPageController {
  constructor(@Inject(People) private readonly people: People) {}

  @Get()
  async show(
    @Param('id') id: string,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page> {
    const person = await this.require(organizer, id);
    return this.page(person, organizer, principal, { ticked: person.permissions, fields: {} });
  }

  @Post()
  async change(
    @Param('id') id: string,
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page | Redirect> {
    const person = await this.require(organizer, id);
    const ticked = readPermissions(form);
    try {
      await this.people.changePermissions(organizer, person.id, ticked, principal);
      const isLost = isSelf(person, principal) && !ticked.includes('can_change_organizer_settings');
      return isLost && !person.isAdministrator ? new Redirect(paths.home) : back(organizer, 'person_saved');
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      return this.page(person, organizer, principal, { ticked, fields: error.fields });
    }
  }

  @Get('link')
  async askForLink(@Param('id') id: string, @CurrentOrganizer() organizer: OrganizerScope): Promise<Page> {
    const person = await this.require(organizer, id);
    const back = paths.person(organizer.slug, person.id);
    return askForLinkPage({ person, section: 'people', back });
  }

  @Post('link')
  async makeLink(
    @Param('id') id: string,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Req() { baseUrl }: BaseUrlRequest,
  ): Promise<Page> {
    const person = await this.require(organizer, id);
    const link = await this.people.createLink(person.id, principal);
    return madeLinkPage({ person, link, baseUrl, section: 'people', back: paths.people(organizer.slug) });
  }

  @Get('remove')
  async askToRemove(
    @Param('id') id: string,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page> {
    const person = await this.require(organizer, id);
    return askToRemovePage({ person, organizer: organizer.slug, isSelf: isSelf(person, principal) });
  }

  @Post('remove')
  async remove(
    @Param('id') id: string,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    const person = await this.require(organizer, id);
    await this.people.remove(organizer, person.id, principal);
    const isLost = isSelf(person, principal) && !person.isAdministrator;
    return isLost ? new Redirect(paths.home) : back(organizer, 'person_removed');
  }

  private async page(
    person: Member,
    { id, slug }: OrganizerScope,
    principal: Principal,
    { ticked, fields }: { readonly ticked: readonly Permission[]; readonly fields: FieldErrors },
  ): Promise<Page> {
    const mayCreateLink = await this.people.mayCreateLink(person.id, principal);
    const held = heldPermissions(principal, id);
    const status = Object.keys(fields).length > 0 ? 400 : 200;
    return personPage(
      { organizer: slug, person, ticked, held, fields, isSelf: isSelf(person, principal), mayCreateLink },
      status,
    );
  }

  /** @throws NotFound */
  private async require(organizer: OrganizerScope, id: string): Promise<Member> {
    const person = await this.people.find(organizer.id, objectId(id, 'Person'));
    if (!person) throw new NotFound('Person');
    return person;
  }
}

const isSelf = ({ id }: Member, principal: Principal): boolean =>
  principal.type === 'person' && principal.id === id;

const back = ({ slug }: OrganizerScope, notice: NoticeKey): Redirect =>
  new Redirect(withQuery(paths.people(slug), { notice }));
