import type { EntityManager } from '@app/database';
import { CallsSettled, type SettledCall } from '@contracts/delivery';
import type { WebhookDirectory } from '@contracts/webhooks';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../config/settings.js';
import { SlowWebhooksListener } from './slow-webhooks.listener.js';

const began = new Date('2026-05-01T12:00:00Z');
const callOf = (webhookId: number, durationMs: number, deliveryId: number | null = 1): SettledCall =>
  ({ webhookId, deliveryId, began, result: { durationMs } }) as SettledCall;

/** What is remembered of these calls: ids, and until when. */
async function remembered(
  requestTimeoutMs: number,
  calls: readonly SettledCall[],
): Promise<readonly (readonly [readonly number[], Date])[]> {
  const marked: (readonly [readonly number[], Date])[] = [];
  const directory: Pick<WebhookDirectory, 'markSlow'> = {
    markSlow: async (ids, until) => void marked.push([ids, until]),
  };
  const listener = new SlowWebhooksListener(directory as WebhookDirectory, { requestTimeoutMs } as Settings);
  await listener.remember(new CallsSettled(calls), {} as EntityManager);
  return marked;
}

describe('slow webhooks', () => {
  it('are those with a call of five seconds, for ten minutes after it.', async () => {
    const calls = [callOf(9, 5_000), callOf(3, 6_000), callOf(9, 5_500), callOf(4, 4_999)];
    expect(await remembered(30_000, calls)).toEqual([[[3, 9], new Date('2026-05-01T12:10:06Z')]]);
  });

  it('are those that use up their time where that is shorter: no call ever takes five seconds.', async () => {
    const calls = [callOf(9, 3_000), callOf(4, 300)];
    expect(await remembered(3_000, calls)).toEqual([[[9], new Date('2026-05-01T12:10:03Z')]]);
  });

  it('are not found out by test calls, nor by quick ones.', async () => {
    expect(await remembered(30_000, [callOf(9, 6_000, null), callOf(4, 20)])).toEqual([]);
  });
});
