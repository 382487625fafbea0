import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { type BaseUrlRequest, type FieldErrors, ValidationFailed } from '@app/rest';
import { People } from '@contracts/organizers';
import { Get, Inject, Post, Query, Req } from '@nestjs/common';
import { Form } from '../access/form.decorator.js';
import { partOf, placeOf } from '../layout/list-part.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { heldPermissions } from '../permissions/read-permissions.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { ListQueryDto } from '../serving/list-query.dto.js';
import { invitationPage } from './invitation-page.js';
import { madeLinkPage } from './made-link-page.js';
import { personListPage } from './person-list-page.js';
import { emptyInvitation, readInvitation } from './person-values.js';

/** Who has a role in an organizer, and inviting somebody. */
@ConsolePages('organizers/:organizer/people')
@RequirePermission('can_change_organizer_settings')
export class PeoplePageController {
  constructor(@Inject(People) private readonly people: People) {}

  @Get()
  async list(
    @CurrentOrganizer() { id, slug }: OrganizerScope,
    @CurrentPrincipal() { id: self }: Principal,
    @Query() { page = 1, notice }: ListQueryDto,
  ): Promise<Page> {
    const { people, count } = await this.people.list(id, partOf(page));
    return personListPage({ organizer: slug, people, place: placeOf(page, count), self, notice });
  }

  @Get('new')
  new(@CurrentOrganizer() { id, slug }: OrganizerScope, @CurrentPrincipal() principal: Principal): Page {
    const held = heldPermissions(principal, id);
    return invitationPage({ organizer: slug, values: emptyInvitation, held, fields: {} });
  }

  @Post('new')
  async invite(
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Req() { baseUrl }: BaseUrlRequest,
  ): Promise<Page | Redirect> {
    const values = readInvitation(form);
    const { id, slug } = organizer;
    try {
      const { person, link } = await this.people.invite(organizer, values, principal);
      if (link) return madeLinkPage({ person, link, baseUrl, section: 'people', back: paths.people(slug) });
      return new Redirect(withQuery(paths.people(slug), { notice: 'person_invited' }));
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      const fields: FieldErrors = error.fields;
      const held = heldPermissions(principal, id);
      return invitationPage({ organizer: slug, values, held, fields }, error.status);
    }
  }
}
