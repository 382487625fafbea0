import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrivals } from '../receiver/main.js';
import type { BenchDatabase } from '../stage/database.js';
import type { Stage } from '../stage/stage.js';
import { BrokenRun } from './scenario.js';

const settlingTimeoutMs = 120_000;

/** Resolves once nothing is owed. @throws BrokenRun when something stays owed. */
export async function untilNothingIsOwed(database: BenchDatabase): Promise<void> {
  const until = Date.now() + settlingTimeoutMs;
  for (;;) {
    const isOwed = await database.number('SELECT count(*) FROM (SELECT FROM owed LIMIT 1) o');
    if (isOwed === 0) return;
    if (Date.now() > until)
      throw new BrokenRun(`${await database.number('SELECT count(*) FROM owed')} stay owed.`);
    await sleep(50);
  }
}

/**
 * Every notification recorded since `sinceId` arrived at each webhook.
 * @throws BrokenRun when one did not, or when the database knows another number than was sent.
 */
export async function verifyArrivals(
  database: BenchDatabase,
  arrivals: Arrivals,
  { sent, sinceId, webhooks }: { readonly sent: number; readonly sinceId: number; readonly webhooks: number },
): Promise<void> {
  const recorded = await database.number(
    'SELECT count(DISTINCT reference) FROM notifications WHERE id > $1',
    [sinceId],
  );
  if (recorded !== sent) throw new BrokenRun(`${sent} were sent, ${recorded} recorded.`);
  if (arrivals.distinct !== recorded * webhooks)
    throw new BrokenRun(
      `${recorded * webhooks} are owed for what was recorded, ${arrivals.distinct} arrived.`,
    );
}

export const lastNotificationId = async (database: BenchDatabase): Promise<number> =>
  database.number('SELECT coalesce(max(id), 0) FROM notifications');

const connections = 64;

/** Deliveries a second of a bare undici loop to the same receiver. */
export async function rawRate(stage: Stage, count: number): Promise<number> {
  await stage.receiver.call('reset', {});
  const url = `${stage.receiverUrl}/ok/raw`;
  const { startedAt } = await stage.load.call('rawLoop', { url, connections, count });
  const arrivals = await stage.receiver.call('arrivals', { prefix: '/ok/raw' });
  if (arrivals.distinct !== count) throw new BrokenRun(`${arrivals.distinct} of ${count} raw POSTs arrived.`);
  return (count * 1000) / (arrivals.lastAt - startedAt);
}
