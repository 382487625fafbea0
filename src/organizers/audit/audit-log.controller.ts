import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { type CursorAnswer, CursorList, CursorOf, CursorRequest, Operation } from '@app/rest';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditEntryDto, exampleOfAuditEntry } from './audit-entry.dto.js';
import { toAuditEntryDto } from './audit-entry.mapper.js';
import { AuditTrailRepository } from './audit-trail.repository.js';

@ApiTags('Audit trail')
@Controller('api/v1/organizers/:organizer/auditlog')
@RequirePermission('can_change_organizer_settings')
export class AuditLogController {
  constructor(private readonly trail: AuditTrailRepository) {}

  @Get()
  @CursorList()
  @Operation({
    id: 'listAuditEntries',
    summary: 'Who changed what, how',
    description: 'Newest first. Entries are never changed and never deleted.',
    cursorOf: AuditEntryDto,
    example: { next: null, results: [exampleOfAuditEntry] },
  })
  async list(
    @CurrentOrganizer() organizer: OrganizerScope,
    @CursorOf() cursor: CursorRequest,
  ): Promise<CursorAnswer<AuditEntryDto>> {
    const rows = await this.trail.list(organizer.id, cursor);
    return cursor.answer(rows, toAuditEntryDto, ({ datetime, id }) => ({ time: datetime, id }));
  }
}
