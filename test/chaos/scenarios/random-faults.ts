import { setTimeout as sleep } from 'node:timers/promises';
import { adminToken } from '../stage/settings.js';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

/** One in a thousand shows nothing in seconds. */
const longRunMs = 300_000;
const oneInShort = 200;
const oneInLong = 1_000;
const auditedWithinMs = 60_000;

/** As the auditor has it, whose last pass may be of before the end. */
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
    mustHold: 'nothing is stuck; nothing is unaccounted for at the end, by the auditor and by npm run ledger',
    // Half of the usual: an hour of it shares its machine.
    stage: { host: 'localhost', rates: { api: 10, emits: 2, transactions: 3 } },
    play: async (scene) => {
      const oneIn = scene.durationMs < longRunMs ? oneInShort : oneInLong;
      const faults = ['database', 'redis', 'dns', 'socket'].map((kind) => `${kind}=fail@1/${oneIn}`);
      const plan = [...faults, `seed=${scene.random.between(1, 1_000_000)}`].join();
      await scene.breaking(async () => {
        for (const doorbell of scene.stage.doorbells) {
          await doorbell.stop();
          await doorbell.start({ DOORBELL_FAILURE_POINTS: plan });
        }
        scene.begin();
        await sleep(scene.leftMs);
        // The end is told in good order, with connections that hold.
        for (const doorbell of scene.stage.doorbells) {
          await doorbell.stop();
          await doorbell.start();
        }
      });
    },
    afterwards: async (scene) => {
      let left = Number.NaN;
      const isClean = await scene.until(async () => (left = await unaccounted(scene)) === 0, auditedWithinMs);
      if (!isClean) scene.failures.push(`the auditor finds ${left} unaccounted for`);
      const ledger = await scene.stage.readLedger();
      scene.notes.push(
        `npm run ledger: of ${ledger.deliveries} deliveries ${ledger.unaccounted} unaccounted for`,
      );
      if (ledger.unaccounted > 0) scene.failures.push(`the ledger has ${ledger.unaccounted} unaccounted for`);
    },
  },
];
