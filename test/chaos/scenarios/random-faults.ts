import { setTimeout as sleep } from 'node:timers/promises';
import { adminToken } from '../stage/settings.js';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

/** One in a thousand shows nothing in seconds. */
const longRunMs = 300_000;
const oneInShort = 200;
const oneInLong = 1_000;
const auditedWithinMs = 60_000;

/** As the auditor has it, after passes over all that was ever owed. */
async function unaccounted({ stage }: Scene): Promise<number> {
  const answer = await fetch(`${stage.apis[0]!.url}/metrics`, {
    headers: { authorization: `Token ${adminToken}` },
  });
  return Number(/^doorbell_ledger_unaccounted(?:\{.*\})? (\d+)$/m.exec(await answer.text())?.[1]);
}

export const randomScenarios: readonly Scenario[] = [
  {
    name: 'random-faults',
    fault: `one in ${oneInShort} of every kind of call breaks its connection (database, Redis, socket) or finds no address (DNS); one in ${oneInLong} where --duration is five minutes or more`,
    mustHold: 'nothing is stuck, and the auditor finds nothing unaccounted for at the end',
    stage: ({ seed, durationMs }) => {
      const oneIn = durationMs < longRunMs ? oneInShort : oneInLong;
      const faults = ['database', 'redis', 'dns', 'socket'].map((kind) => `${kind}=fail@1/${oneIn}`);
      return {
        host: 'localhost',
        environment: { DOORBELL_FAILURE_POINTS: [...faults, `seed=${seed}`].join() },
      };
    },
    play: async (scene) => scene.breaking(async () => sleep(scene.leftMs)),
    afterwards: async (scene) => {
      let left = Number.NaN;
      const isClean = await scene.until(async () => (left = await unaccounted(scene)) === 0, auditedWithinMs);
      if (!isClean) scene.failures.push(`the auditor finds ${left} unaccounted for`);
    },
  },
];
