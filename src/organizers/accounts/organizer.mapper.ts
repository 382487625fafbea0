import type { OrganizerDto } from './organizer.dto.js';
import type { OrganizerEntity } from './organizer.entity.js';

export function toOrganizerDto({ name, slug, publicUrl }: OrganizerEntity): OrganizerDto {
  return { name, slug, public_url: publicUrl };
}
