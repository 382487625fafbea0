import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

/** Calls at once; one webhook takes 300 ms, so that is about 30 notifications a second. */
const concurrency = '10';
const rates = { api: 80, emits: 4, transactions: 6 };
const batchesAtOnce = 40;
const perBatch = 300;
const dataBytes = 12_000;

/** More at once than may wait to be recorded, of an action that nobody is told of. */
async function rush({ stage, failures, notes }: Scene): Promise<void> {
  const url = `${stage.apis[0]!.url}${stage.organizer.path}/notifications/batch/`;
  const notification = { action: 'pretix.event.order.paid', event: 'democon', code: 'RUSH' };
  const body = JSON.stringify({
    notifications: Array.from({ length: perBatch }, () => ({
      ...notification,
      data: { filling: 'x'.repeat(dataBytes) },
    })),
  });
  const headers = { authorization: `Token ${stage.organizer.token}`, 'content-type': 'application/json' };
  const answers = await Promise.all(
    Array.from({ length: batchesAtOnce }, async () => {
      const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
      await response?.arrayBuffer().catch(() => undefined);
      return response && { status: response.status, retryAfter: response.headers.get('retry-after') };
    }),
  );
  const refused = answers.filter((answer) => answer?.status === 429);
  const others = answers
    .filter((answer) => answer?.status !== 429)
    .map((answer) => answer?.status ?? 'not at all');
  notes.push(
    `${refused.length} of ${batchesAtOnce} batches of 4 MB at once were answered 429, the others ${[...new Set(others)].join(', ')}`,
  );
  if (refused.length === 0) failures.push('a rush beyond the bound was not answered 429');
  if (refused.some((answer) => !answer?.retryAfter)) failures.push('429 without Retry-After');
}

export const loadScenarios: readonly Scenario[] = [
  {
    name: 'load-3x',
    fault: 'three times as much is recorded as can be delivered, and a rush beyond what may wait in memory',
    mustHold: '429 with Retry-After past the bound; memory bounded; the backlog is drained afterwards',
    stage: { workers: 1, environment: { DOORBELL_CONCURRENCY: concurrency }, rates },
    bounds: { memoryMegabytes: 700 },
    play: async (scene) => {
      await rush(scene);
      await sleep(scene.leftMs);
    },
  },
];
