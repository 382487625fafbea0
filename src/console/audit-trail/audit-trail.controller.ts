import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { CursorOf, CursorRequest } from '@app/rest';
import { AuditLog } from '@contracts/organizers';
import { Get, Inject } from '@nestjs/common';
import type { Page } from '../layout/page.js';
import { paths } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { auditTrailPage } from './audit-trail-page.js';

type Whose =
  | { readonly of: 'organizer'; readonly organizerId: number; readonly path: string }
  | { readonly of: 'accounts'; readonly organizerId: null; readonly path: string };

/** Who changed what in an organizer; and, for administrators, in the installation. */
@ConsolePages()
export class AuditTrailController {
  constructor(@Inject(AuditLog) private readonly log: AuditLog) {}

  @Get('organizers/:organizer/audit-trail')
  @RequirePermission('can_change_organizer_settings')
  async ofOrganizer(
    @CurrentOrganizer() { id, slug }: OrganizerScope,
    @CursorOf() cursor: CursorRequest,
  ): Promise<Page> {
    return this.page({ of: 'organizer', organizerId: id, path: paths.auditTrail(slug) }, cursor);
  }

  @Get('audit-trail')
  @RequirePermission('admin')
  async ofAccounts(@CursorOf() cursor: CursorRequest): Promise<Page> {
    return this.page({ of: 'accounts', organizerId: null, path: paths.accountTrail }, cursor);
  }

  private async page({ of, organizerId, path }: Whose, cursor: CursorRequest): Promise<Page> {
    const { after, limit } = cursor;
    const rows = await this.log.list(organizerId, after ? { after, limit } : { limit });
    const { next, results } = cursor.answer(
      rows,
      (entry) => entry,
      ({ datetime, id }) => ({ time: datetime, id }),
    );
    return auditTrailPage({ path, of, entries: results, isStart: after === null, next: cursorIn(next) });
  }
}

/** Of the address that an API client would get. */
const cursorIn = (next: string | null): string | undefined =>
  next === null ? undefined : (new URL(next).searchParams.get('cursor') ?? undefined);
