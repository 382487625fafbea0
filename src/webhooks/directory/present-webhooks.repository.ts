import type { EntityManager } from '@app/database';
import type { PresentWebhooks } from '@contracts/webhooks';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PresentWebhooksRepository implements PresentWebhooks {
  async among(ids: readonly number[], manager: EntityManager): Promise<ReadonlySet<number>> {
    if (ids.length === 0) return new Set();
    const rows = await manager.query<{ id: number }[]>(
      'SELECT id FROM webhooks WHERE id = ANY ($1::bigint[])',
      [[...new Set(ids)]],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
