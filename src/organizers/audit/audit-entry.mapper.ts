import type { AuditedObject, AuditRecord } from '@contracts/organizers';
import type { AuditEntryDto } from './audit-entry.dto.js';
import type { AuditEntryEntity } from './audit-entry.entity.js';

/** All others have numbers. */
const addressedBySlug: ReadonlySet<AuditedObject> = new Set<AuditedObject>(['organizer', 'event']);

export function toAuditEntryDto(entry: AuditEntryEntity): AuditEntryDto {
  const { objectType, objectId } = entry;
  return {
    id: entry.id,
    datetime: entry.datetime.toISOString(),
    actor: { type: entry.actorType, id: entry.actorId, name: entry.actorName },
    action: entry.action,
    object: { type: objectType, id: addressedBySlug.has(objectType) ? objectId : Number(objectId) },
    changes: entry.changes,
  };
}

export function toAuditRecord({ id, datetime, action, changes, ...entry }: AuditEntryEntity): AuditRecord {
  const actor = { type: entry.actorType, id: entry.actorId, name: entry.actorName };
  return { id, datetime, actor, action, object: { type: entry.objectType, id: entry.objectId }, changes };
}
