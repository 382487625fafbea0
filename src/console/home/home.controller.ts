import { CurrentPrincipal, type Principal, RequirePermission } from '@app/access';
import { OrganizerNames } from '@contracts/organizers';
import { Get, Inject, Query } from '@nestjs/common';
import { type Page, Redirect } from '../layout/page.js';
import { paths } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { organizersPage } from './organizers-page.js';
import { OrganizersQueryDto } from './organizers-query.dto.js';

const pageSize = 100;

/** Where one begins: at the webhooks, for who sees one organizer only. */
@ConsolePages()
@RequirePermission('authenticated')
export class HomeController {
  constructor(@Inject(OrganizerNames) private readonly organizers: OrganizerNames) {}

  @Get()
  async home(@CurrentPrincipal() principal: Principal): Promise<Redirect> {
    const { organizers } = await this.organizers.viewable(principal, { offset: 0, limit: 2 });
    const [only, another] = organizers;
    return new Redirect(only && !another ? paths.webhooks(only.slug) : paths.organizers);
  }

  @Get('organizers')
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() { page = 1 }: OrganizersQueryDto,
  ): Promise<Page> {
    const offset = (page - 1) * pageSize;
    const { organizers, count } = await this.organizers.viewable(principal, { offset, limit: pageSize });
    return organizersPage({ organizers, page, hasMore: offset + pageSize < count });
  }
}
