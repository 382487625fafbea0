import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

/** Calls at once; one webhook takes 300 ms, so that is about 30 notifications a second. */
const concurrency = '10';
const rates = { api: 80, emits: 4, transactions: 6 };
/** More than 64 MiB together. */
const bodiesAtOnce = 20;
const bodyBytes = 4_000_000;

/** As many announced bodies as may be under way in one process, and some more, of which nothing but the head comes. */
async function rush({ stage, failures, notes }: Scene): Promise<void> {
  const { url } = stage.apis[0]!;
  const { port } = new URL(url);
  const sockets = Array.from({ length: bodiesAtOnce }, () => connect(Number(port), '127.0.0.1'));
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    socket.write(
      `POST ${stage.organizer.path}/notifications/batch/ HTTP/1.1\r\nHost: doorbell\r\nContent-Type: application/json\r\n` +
        `Authorization: Token ${stage.organizer.token}\r\nContent-Length: ${bodyBytes}\r\n\r\n{`,
    );
  }
  await sleep(1_000);
  const answer = await fetch(`${url}${stage.organizer.path}/notifications/`, {
    method: 'POST',
    headers: { authorization: `Token ${stage.organizer.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'pretix.event.order.paid', event: 'democon', code: 'RUSH' }),
  });
  const retryAfter = answer.headers.get('retry-after');
  notes.push(`beside ${bodiesAtOnce} bodies of 4 MB one more request was answered ${answer.status}`);
  if (answer.status !== 429 || !retryAfter)
    failures.push('a rush beyond the bound was not answered 429 with Retry-After');
  sockets.forEach((socket) => socket.destroy());
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
