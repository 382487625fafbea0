import type { Stage } from '../stage/stage.js';
import type { Held } from './counts.js';

/** Reads what the database holds, past Doorbell. */
export async function readHeld(stage: Stage): Promise<Held> {
  const rows = await stage.ask<{ id: string; reference: string }>(
    `SELECT id, reference FROM notifications WHERE reference ~ '^[AETRM][0-9]+$'`,
  );
  const notifications = new Map<string, number[]>();
  for (const { id, reference } of rows) {
    notifications.set(reference, [...(notifications.get(reference) ?? []), Number(id)]);
  }
  const succeeded = new Map<string, Set<number>>();
  for (const [path, webhook] of stage.webhooks) {
    const calls = await stage.ask<{ id: string }>(
      `SELECT DISTINCT notification_id AS id FROM calls WHERE success AND final AND webhook_id = ${webhook}`,
    );
    succeeded.set(path, new Set(calls.map(({ id }) => Number(id))));
  }
  const [owed] = await stage.ask<{ count: number }>('SELECT count(*)::integer AS count FROM owed');
  return { notifications, succeeded, owed: owed!.count };
}
