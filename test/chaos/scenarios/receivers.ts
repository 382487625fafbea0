import { setTimeout as sleep } from 'node:timers/promises';
import { manners } from '@app/testing';
import type { Scene } from '../scene.js';
import type { Wrong } from '../stage/stage.js';
import type { Scenario } from './scenario.js';

const names = Object.keys(manners);
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

async function callRudely(scene: Scene): Promise<void> {
  const { stage } = scene;
  const url = await stage.receiver.call('listenRudely', undefined);
  const webhooks = new Map<string, number>();
  for (const name of names) {
    const { id } = await stage.organizer.createWebhook({ target_url: `${url}${name}` });
    webhooks.set(name, id);
  }
  await sleep(Math.max(8_000, scene.leftMs));
  for (const id of webhooks.values()) {
    await stage.organizer.api.patch(`${stage.organizer.path}/webhooks/${id}/`, { enabled: false });
  }
  await sleep(4_000);
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
  // The timeout, and what a busy machine is late by.
  if (rows.some(({ seconds }) => seconds > 6))
    scene.failures.push(`a call of ${name} took longer than its timeout`);
}

/** What names become, one after the other. */
const wrongNames: readonly Wrong['names'][] = ['silent', 'slow', 'gone', 'no-route', 'moved', 'well'];

export const receiverScenarios: readonly Scenario[] = [
  {
    name: 'receivers-rude',
    fault: `receivers that answer in each of the ${names.length} ways of npm run receiver: refuse, reset, hang, drip, flood, lie`,
    mustHold: 'each call is logged as what it was and ends by its timeout; memory bounded; others unaffected',
    holes: ['dripping receiver'],
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
