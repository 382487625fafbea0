import { type Finding, most } from '../report/finding.js';
import { canceled, type FilledConsole, fillConsole, paid, rareEvent } from './console-fill.js';
import { type Ground, withGround } from './ground.js';
import type { Scenario } from './scenario.js';

const sizes = { full: 10_000_000, quick: 300_000 } as const;
const repetitions = 12;
const mostMs = 200;

/** A page, and what there is much of. */
type Pages = Readonly<Record<string, string>>;

/** How long the server takes for every page of the console, when there is much of everything. */
export const consolePages: Scenario = {
  name: 'console',
  asks: 'How long does a page of the console take with a full log?',
  run: async (stage, { quick }) =>
    withGround(stage, {}, async (ground) => {
      const filled = await fillConsole(ground, sizes[quick ? 'quick' : 'full']);
      const pages = { ...(await pagesOf(ground, filled)), ...listsOf(ground) };
      const findings: Finding[] = [];
      for (const [what, path] of Object.entries(pages)) {
        const samples = await timesOf(ground, path, filled.cookie);
        findings.push({ what: `page: ${what}`, unit: 'ms', samples, target: most(mostMs) });
      }
      return findings;
    }),
};

async function pagesOf({ database, organizer }: Ground, { webhook, failing }: FilledConsole): Promise<Pages> {
  const own = `/console/organizers/${organizer.slug}/webhooks`;
  const [newest, oldest] = await Promise.all(
    ['DESC', 'ASC'].map(async (order) => {
      const id = `SELECT id FROM calls WHERE webhook_id = $1 AND notification_id > 1000000000 ORDER BY datetime ${order} LIMIT 1`;
      return database.number(id, [webhook]);
    }),
  );
  const halfMonth = new Date(Date.now() - 15 * 86_400_000);
  const minute = halfMonth.toISOString().slice(0, 16);
  const log = `${own}/${webhook}/`;
  return {
    'a webhook, and its log': log,
    'its log, failed': `${log}?outcome=failed`,
    'its log, of a type that 1 in 50 has': `${log}?type=${paid}`,
    'its log, of a type that 1 in 10,000 has': `${log}?type=${canceled}`,
    'its log, of a type that none has': `${log}?type=pretix.event.order.expired`,
    'its log, failed, of a type that 1 in 10,000 has': `${log}?outcome=failed&type=${canceled}`,
    'its log, of an event that 1 in 10,000 has': `${log}?event=${rareEvent}`,
    'its log, of an event that none has': `${log}?event=con9`,
    'its log, of a code': `${log}?about=G12345`,
    'its log, of a code that none has': `${log}?about=NONE`,
    'its log, of a notification': `${log}?about=1000012345`,
    'its log, half a month ago': `${log}?until=${minute}`,
    'its log, failed before half a month': `${log}?outcome=failed&until=${minute}`,
    'its log, a deep page': `${log}?before=${halfMonth.getTime()}.1`,
    'a webhook that fails for 20 days': `${own}/${failing}/`,
    'a webhook that fails for 20 days, accepted': `${own}/${failing}/?outcome=accepted`,
    'retry now: how many?': `${own}/${failing}/retry-now/`,
    'resend: how many?': `${own}/${failing}/resend/?since=${minute}`,
    'edit a webhook': `${own}/${webhook}/edit/`,
    'a call of today': `${log}calls/${newest}/`,
    'a call of 29 days ago': `${log}calls/${oldest}/`,
  };
}

function listsOf({ organizer }: Ground): Pages {
  const own = `/console/organizers/${organizer.slug}`;
  return {
    'organizers, 1,000 of them': '/console/organizers/',
    'organizers, page 20': '/console/organizers/?page=20',
    'webhooks, 10,000 of them': `${own}/webhooks/`,
    'webhooks, searched': `${own}/webhooks/?search=Neighbour%2099`,
    'webhooks, searched in vain': `${own}/webhooks/?search=nowhere`,
    'webhooks that fail': `${own}/webhooks/?state=failing`,
    'webhooks that are disabled': `${own}/webhooks/?state=disabled`,
    'create a webhook, 10,000 events': `${own}/webhooks/new/`,
    'API tokens, 500 of them': `${own}/tokens/`,
    'people, 500 of them': `${own}/people/`,
    'audit trail, 200,000 entries': `${own}/audit-trail/`,
    'audit trail of accounts': '/console/audit-trail/',
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
