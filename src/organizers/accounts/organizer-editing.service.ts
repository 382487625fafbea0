import type { OrganizerScope, Principal } from '@app/access';
import { readDto } from '@app/rest';
import type { OrganizerEditing, OrganizerFields } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { CreateOrganizerDto, UpdateOrganizerDto } from './organizer.dto.js';
import { OrganizersService } from './organizers.service.js';

/** Reads the fields as the API does, and hands them to the same service. */
@Injectable()
export class OrganizerEditingService implements OrganizerEditing {
  constructor(private readonly organizers: OrganizersService) {}

  async create(fields: OrganizerFields, principal: Principal): Promise<string> {
    const { name, slug, public_url: publicUrl = null } = readDto(CreateOrganizerDto, fields);
    return (await this.organizers.create({ name, slug, publicUrl }, principal)).slug;
  }

  async update({ slug }: OrganizerScope, fields: OrganizerFields, principal: Principal): Promise<void> {
    const { public_url: publicUrl, ...given } = readDto(UpdateOrganizerDto, fields);
    await this.organizers.update(slug, { ...given, publicUrl }, principal);
  }
}
