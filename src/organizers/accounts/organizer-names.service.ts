import type { Permission, Principal } from '@app/access';
import { TransactionRunner } from '@app/database';
import type { NamedOrganizer, OrganizerNames } from '@contracts/organizers';
import { Injectable } from '@nestjs/common';
import { OrganizerReader } from './organizer-reader.service.js';

/** Each of these opens a page of the organizer. */
const shownBy: readonly Permission[] = ['can_view_organizer', 'can_change_organizer_settings'];

@Injectable()
export class OrganizerNamesService implements OrganizerNames {
  constructor(
    private readonly reader: OrganizerReader,
    private readonly transactions: TransactionRunner,
  ) {}

  async namesOf(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows = await this.transactions.manager.query<{ id: number; name: string }[]>(
      'SELECT id, name FROM organizers WHERE id = ANY ($1::bigint[]) AND deleted IS NULL',
      [ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async viewable(
    principal: Principal,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly organizers: readonly NamedOrganizer[]; readonly count: number }> {
    const [found, count] = await this.reader.viewable(principal, part, shownBy);
    return { organizers: found.map(({ id, slug, name }) => ({ id, slug, name })), count };
  }
}
