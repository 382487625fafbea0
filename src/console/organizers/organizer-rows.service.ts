import { isPermitted, type Principal } from '@app/access';
import { CallTotals } from '@contracts/logs';
import { OrganizerNames } from '@contracts/organizers';
import { OrganizerWebhooks } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import type { OrganizerRow } from './organizer-row.js';

const noWebhooks = { all: [], enabled: [] };

/** Organizers with how they do. However many are shown, it takes the same few statements. */
@Injectable()
export class OrganizerRows {
  constructor(
    @Inject(OrganizerNames) private readonly names: OrganizerNames,
    @Inject(OrganizerWebhooks) private readonly webhooks: OrganizerWebhooks,
    @Inject(CallTotals) private readonly totals: CallTotals,
  ) {}

  async viewable(
    principal: Principal,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly rows: readonly OrganizerRow[]; readonly count: number }> {
    const { organizers, count } = await this.names.viewable(principal, part);
    const webhooks = await this.webhooks.of(organizers.map(({ id }) => id));
    const groups = organizers.map(({ id }) => ({ id, ...(webhooks.get(id) ?? noWebhooks) }));
    const totals = await this.totals.of(groups);
    const rows = organizers.map((organizer, index) => ({
      organizer,
      webhooks: groups[index]!.all.length,
      total: totals.get(organizer.id)!,
      isOpen: isPermitted(principal, organizer.id, 'can_change_organizer_settings'),
    }));
    return { rows, count };
  }
}
