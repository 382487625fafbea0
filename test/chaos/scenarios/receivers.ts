import { setTimeout as sleep } from 'node:timers/promises';
import { greetings, manners } from '@app/testing';
import { RemoteProcess } from '../../bench/stage/remote-process.js';
import type { RudeProgram } from '../receive/rude-receivers.js';
import type { Scene } from '../scene.js';
import { requestTimeoutMs } from '../stage/settings.js';
import type { Wrong } from '../stage/stage.js';
import type { Scenario } from './scenario.js';

const rudeWays = Object.keys(manners).length + Object.keys(greetings).length;
const eachCalledWithinMs = 60_000;
/** The timeout, and what a busy machine is late by. */
const callEndsWithinSeconds = (requestTimeoutMs + 3_000) / 1_000;
/** Answered by a success before anything goes wrong: they are none that fail. */
const answersWell: ReadonlySet<string> = new Set([
  'slow',
  'hang-in-body',
  'drip',
  'endless',
  'huge',
  'gzip-bomb',
  'twice',
  'reset-in-body',
  'close-in-body',
  'close-kept',
]);

/** Each an origin of its own, and all in another process than the receivers that are well: no two share more than Doorbell. */
async function startRudeReceivers(scene: Scene): Promise<ReadonlyMap<string, number>> {
  const program = new URL('../receive/rude-receivers.ts', import.meta.url);
  const receivers = RemoteProcess.start<RudeProgram>(program);
  scene.onEnd(async () => receivers.stop());
  const webhooks = new Map<string, number>();
  for (const [name, target_url] of await receivers.call('listen', undefined)) {
    const { id } = await scene.stage.organizer.createWebhook({ target_url });
    webhooks.set(name, id);
  }
  return webhooks;
}

async function callRudely(scene: Scene): Promise<void> {
  const { stage } = scene;
  const webhooks = await startRudeReceivers(scene);
  await sleep(scene.leftMs);
  await scene.until(async () => {
    const called = await stage.ask<{ id: string }>('SELECT DISTINCT webhook_id AS id FROM calls');
    const ids = new Set(called.map(({ id }) => Number(id)));
    return [...webhooks.values()].every((id) => ids.has(id));
  }, eachCalledWithinMs);
  for (const id of webhooks.values()) {
    await stage.organizer.api.patch(`${stage.organizer.path}/webhooks/${id}/`, { enabled: false });
  }
  // What is in flight ends by its timeout.
  await sleep(requestTimeoutMs + 1_000);
  for (const [name, id] of webhooks) await judge(scene, name, id);
}

/** Every call is in the log, as what it was. */
async function judge(scene: Scene, name: string, webhook: number): Promise<void> {
  const rows = await scene.stage.ask<{ outcome: string; calls: number; seconds: number }>(
    `SELECT coalesce(error_code, return_code::text) AS outcome, count(*)::integer AS calls,
       max(duration_us) / 1e6 AS seconds FROM calls WHERE webhook_id = ${webhook} GROUP BY 1 ORDER BY 2 DESC`,
  );
  const text = rows.map(({ outcome, calls }) => `${outcome} × ${calls}`).join(', ');
  scene.notes.push(`${name}: ${text || 'no call'}`);
  const hasFailed = rows.some(({ outcome }) => !/^2\d\d$/.test(outcome));
  if (rows.length === 0) scene.failures.push(`no call of ${name} is in the log`);
  else if (hasFailed === answersWell.has(name)) scene.failures.push(`${name} is logged as ${text}`);
  if (rows.some(({ seconds }) => seconds > callEndsWithinSeconds))
    scene.failures.push(`a call of ${name} took longer than its timeout`);
}

/** What names become, one after the other. */
const wrongNames: readonly Wrong['names'][] = ['silent', 'slow', 'gone', 'no-route', 'moved', 'well'];

export const receiverScenarios: readonly Scenario[] = [
  {
    name: 'receivers-rude',
    fault: `receivers that answer in each of the ${rudeWays} ways of npm run receiver: refuse, reset, hang, drip, flood, lie`,
    mustHold: 'each call is logged as what it was and ends by its timeout; memory bounded; others unaffected',
    holes: ['dripping receiver'],
    // Each is owed to eight times as many webhooks as usual.
    stage: { rates: { api: 4, emits: 1, transactions: 1 } },
    bounds: { memoryMegabytes: 700, calledWithinMs: 8_000 },
    play: callRudely,
  },
  {
    name: 'names-wrong',
    fault:
      "one receiver's name: no answer, slow, NXDOMAIN, an IPv6 address that leads nowhere, another address",
    mustHold: 'retried, each call at most its timeout; others unaffected',
    stage: { machine: true },
    bounds: { calledWithinMs: 8_000 },
    play: async (scene) => {
      for (const name of wrongNames) {
        await scene.stage.setMachine({ clockOffsetMs: 0, names: name });
        await sleep(Math.max(3_000, scene.leftMs / wrongNames.length));
      }
    },
  },
];
