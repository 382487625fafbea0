import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

/** Calls at once; one webhook takes 300 ms, so that is about 30 notifications a second. */
const concurrency = '10';
const rates = { api: 80, emits: 4, transactions: 6 };
/** More than 64 MiB together, and than the 16 MiB of one network. */
const bodiesAtOnce = 20;
const bodyBytes = 4_000_000;

/** More bodies than may be under way in one process, all but the end of each. */
async function rush(scene: Scene): Promise<void> {
  const { stage, failures, notes } = scene;
  const { port } = new URL(stage.apis[0]!.url);
  const answers = Array.from({ length: bodiesAtOnce }, () => '');
  const unfinished = Buffer.alloc(bodyBytes - 1, ' ');
  const sockets = answers.map((_, index) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (answers[index] += chunk.toString()));
    socket.write(
      `POST ${stage.organizer.path}/notifications/batch/ HTTP/1.1\r\nHost: doorbell\r\nContent-Type: application/json\r\n` +
        `Authorization: Token ${stage.organizer.token}\r\nContent-Length: ${bodyBytes}\r\n\r\n`,
    );
    socket.write(unfinished);
    return socket;
  });
  const refusals = (): readonly string[] => answers.filter((answer) => answer.startsWith('HTTP/1.1 429'));
  await scene.until(() => refusals().length > 0, 20_000);
  sockets.forEach((socket) => socket.destroy());
  const refused = refusals();
  notes.push(`of ${bodiesAtOnce} bodies of 4 MB at once ${refused.length} were refused with 429`);
  if (refused.length === 0) failures.push('a rush beyond the bound was not answered 429');
  if (!refused.every((answer) => /^retry-after: \d/im.test(answer))) failures.push('429 without Retry-After');
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
