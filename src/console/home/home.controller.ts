import { CurrentPrincipal, isPermitted, type Principal, RequirePermission } from '@app/access';
import { OrganizerNames } from '@contracts/organizers';
import { Get, Inject } from '@nestjs/common';
import { Redirect } from '../layout/page.js';
import { paths } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';

/** Where one begins: at the webhooks, for who sees one organizer only, and may see these. */
@ConsolePages()
@RequirePermission('authenticated')
export class HomeController {
  constructor(@Inject(OrganizerNames) private readonly organizers: OrganizerNames) {}

  @Get()
  async home(@CurrentPrincipal() principal: Principal): Promise<Redirect> {
    const { organizers } = await this.organizers.viewable(principal, { offset: 0, limit: 2 });
    const [only, another] = organizers;
    const isOpen = only && !another && isPermitted(principal, only.id, 'can_change_organizer_settings');
    return new Redirect(isOpen ? paths.webhooks(only.slug) : paths.organizers);
  }
}
