import { mayEverything, type Permission, type Principal } from '@app/access';
import { PermissionDenied } from '@app/rest';
import { Injectable } from '@nestjs/common';
import type { OrganizerEntity } from './organizer.entity.js';
import { OrganizersRepository } from './organizers.repository.js';

/** Organizers as their readers may see them. */
@Injectable()
export class OrganizerReader {
  constructor(private readonly organizers: OrganizersRepository) {}

  /** A page of those the principal may view, or has any of these permissions in, and how many there are. */
  async viewable(
    principal: Principal,
    page: { readonly offset: number; readonly limit: number },
    by: readonly Permission[] = ['can_view_organizer'],
  ): Promise<readonly [readonly OrganizerEntity[], number]> {
    if (mayEverything(principal)) return this.organizers.page('all', page);
    const ids = [...principal.grants]
      .filter(([, granted]) => by.some((permission) => granted.has(permission)))
      .map(([id]) => id);
    return this.organizers.page(ids, page);
  }

  /** @throws PermissionDenied when it has just been deleted */
  async get(id: number): Promise<OrganizerEntity> {
    const organizer = await this.organizers.find(id);
    if (!organizer) throw new PermissionDenied();
    return organizer;
  }
}
