import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { type FieldErrors, objectId, ValidationFailed } from '@app/rest';
import { ApiTokens } from '@contracts/organizers';
import { Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Form } from '../access/form.decorator.js';
import { partOf, placeOf } from '../layout/list-part.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { heldPermissions } from '../permissions/read-permissions.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { ListQueryDto } from '../serving/list-query.dto.js';
import { createdTokenPage, revokeTokenPage } from './token-answer-pages.js';
import { tokenFormPage } from './token-form-page.js';
import { tokenListPage } from './token-list-page.js';
import { emptyToken, missingOf, readTokenValues, tokenFieldsOf } from './token-values.js';

/** The API tokens of an organizer: given out, shown once, revoked. */
@ConsolePages('organizers/:organizer/tokens')
@RequirePermission('can_change_organizer_settings')
export class TokensPageController {
  constructor(@Inject(ApiTokens) private readonly tokens: ApiTokens) {}

  @Get()
  async list(
    @CurrentOrganizer() { id, slug }: OrganizerScope,
    @Query() { page = 1, notice }: ListQueryDto,
  ): Promise<Page> {
    const { tokens, count } = await this.tokens.list(id, partOf(page));
    return tokenListPage({ organizer: slug, tokens, place: placeOf(page, count), notice });
  }

  @Get('new')
  new(@CurrentOrganizer() { id, slug }: OrganizerScope, @CurrentPrincipal() principal: Principal): Page {
    const held = heldPermissions(principal, id);
    return tokenFormPage({ organizer: slug, values: emptyToken, held, fields: {} });
  }

  @Post('new')
  async create(
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page> {
    const values = readTokenValues(form);
    const held = heldPermissions(principal, organizer.id);
    const again = (fields: FieldErrors): Page =>
      tokenFormPage({ organizer: organizer.slug, values, held, fields }, 400);
    const missing = missingOf(values);
    if (Object.keys(missing).length > 0) return again(missing);
    try {
      const created = await this.tokens.create(organizer, tokenFieldsOf(values), principal);
      return createdTokenPage(created, organizer.slug);
    } catch (error) {
      if (error instanceof ValidationFailed) return again(error.fields);
      throw error;
    }
  }

  @Get(':id/revoke')
  async askToRevoke(@Param('id') id: string, @CurrentOrganizer() organizer: OrganizerScope): Promise<Page> {
    const token = await this.tokens.require(organizer.id, objectId(id, 'Token'));
    return revokeTokenPage(token, organizer.slug);
  }

  @Post(':id/revoke')
  async revoke(
    @Param('id') id: string,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Redirect> {
    await this.tokens.revoke(organizer.id, objectId(id, 'Token'), principal);
    return new Redirect(withQuery(paths.tokens(organizer.slug), { notice: 'token_revoked' }));
  }
}
