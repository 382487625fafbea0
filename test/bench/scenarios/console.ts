import { type Finding, most } from '../report/finding.js';
import { type FilledConsole, fillConsole } from './console-fill.js';
import { pagesOf, type Visited } from './console-pages.js';
import { type Ground, withGround } from './ground.js';
import type { Scenario } from './scenario.js';

const sizes = { full: 10_000_000, quick: 300_000 } as const;
const repetitions = 12;
const mostMs = 200;

/** How long the server takes for every page of the console, when there is much of everything. */
export const consolePages: Scenario = {
  name: 'console',
  asks: 'How long does a page of the console take with a full log?',
  run: async (stage, { quick }) =>
    withGround(stage, {}, async (ground) => {
      const filled = await fillConsole(ground, sizes[quick ? 'quick' : 'full']);
      const pages = pagesOf(await visitedBy(ground, filled));
      const findings: Finding[] = [];
      for (const [what, path] of Object.entries(pages)) {
        const samples = await timesOf(ground, path, filled.cookie);
        findings.push({ what: `page: ${what}`, unit: 'ms', samples, target: most(mostMs) });
      }
      return findings;
    }),
};

async function visitedBy(
  { database, organizer }: Ground,
  { webhook, failing }: FilledConsole,
): Promise<Visited> {
  const callOf = async (order: 'ASC' | 'DESC'): Promise<number> =>
    database.number(
      `SELECT id FROM calls WHERE webhook_id = $1 AND notification_id > 1000000000 ORDER BY datetime ${order} LIMIT 1`,
      [webhook],
    );
  const halfMonthAgo = new Date(Date.now() - 15 * 86_400_000);
  return {
    organizer: organizer.slug,
    webhook,
    failing,
    calls: { newest: await callOf('DESC'), oldest: await callOf('ASC') },
    notification: await database.number(
      'SELECT id FROM notifications WHERE recorded <= $1 ORDER BY recorded DESC LIMIT 1',
      [halfMonthAgo],
    ),
    token: await database.number(`SELECT id FROM tokens WHERE name = 'Token 250'`),
    person: await database.number(`SELECT id FROM people WHERE name = 'Person 250'`),
    administrator: await database.number('SELECT id FROM people WHERE is_administrator'),
    halfMonthAgo,
  };
}

/** From the request to the last byte of the answer. */
async function timesOf({ doorbell }: Ground, path: string, cookie: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let repetition = 0; repetition <= repetitions; repetition += 1) {
    const started = performance.now();
    const response = await fetch(new URL(path, doorbell.url), { headers: { cookie }, redirect: 'manual' });
    await response.arrayBuffer();
    times.push(performance.now() - started);
    if (response.status !== 200) throw new Error(`${path} was answered ${response.status}.`);
  }
  // The first one compiles and connects.
  return times.slice(1);
}
