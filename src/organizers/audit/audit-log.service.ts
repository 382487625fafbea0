import type { AuditLog, AuditLogPart, AuditRecord } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { toAuditRecord } from './audit-entry.mapper.js';
import { AuditTrailRepository } from './audit-trail.repository.js';

/** The audit trail for readers in this process. */
@Injectable()
export class AuditLogService implements AuditLog {
  constructor(private readonly trail: AuditTrailRepository) {}

  async list(organizerId: number | null, part: AuditLogPart): Promise<readonly AuditRecord[]> {
    return (await this.trail.list(organizerId, part)).map(toAuditRecord);
  }
}
