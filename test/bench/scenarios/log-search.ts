import { type Finding, most } from '../report/finding.js';
import type { Ground } from './ground.js';

const repetitions = 20;
const deepPages = 100;
const rareType = 'pretix.event.order.paid';

/** Searches of the log of one webhook, which has a tenth of what is there. */
export async function searchFindings(ground: Ground, count: number): Promise<readonly Finding[]> {
  const { database, organizer } = ground;
  const webhook = await database.number('SELECT min(id) FROM webhooks');
  const own = `${organizer.path}/webhooks/${webhook}`;
  const calls = `newest 50 of ${(count / 10).toLocaleString('en')} calls`;
  const since = new Date(Date.now() - 30 * 86_400_000).toISOString();
  const search = async (what: string, query: string, floor: number): Promise<Finding> => {
    const times = await repeated(ground, `${own}/${query}`);
    return { what, unit: 'ms', samples: times, target: most(floor) };
  };
  return [
    await search(calls, 'calls/', 20),
    await search(`${calls}, failed`, 'calls/?success=false', 20),
    await search(`${calls}, of a rare type`, `calls/?action_type=${rareType}`, 20),
    await search(`${calls}, failed and of a rare type`, `calls/?success=false&action_type=${rareType}`, 20),
    await deepFinding(ground, `${own}/calls/?success=true`),
    await search('hourly statistics of 30 days', `stats/?since=${encodeURIComponent(since)}`, 50),
  ];
}

/** Milliseconds of each. */
async function repeated(ground: Ground, path: string): Promise<readonly number[]> {
  await timed(ground, path);
  const times: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    times.push((await timed(ground, path)).took);
  return times;
}

async function deepFinding(ground: Ground, path: string): Promise<Finding> {
  const times: number[] = [];
  let next: string | null = path;
  for (let page = 1; page <= deepPages && next; page += 1) {
    const answer: Timed = await timed(ground, next);
    if (page > 1) times.push(answer.took);
    next = answer.next;
  }
  const what = `pages 2 to ${times.length + 1} of one webhook's log, those that succeeded`;
  return { what, unit: 'ms', samples: times, target: most(20) };
}

interface Timed {
  readonly took: number;
  readonly next: string | null;
}

async function timed({ doorbell, organizer }: Ground, path: string): Promise<Timed> {
  const started = performance.now();
  const response = await fetch(new URL(path, doorbell.url), {
    headers: { authorization: `Token ${organizer.token}` },
  });
  const text = await response.text();
  const took = performance.now() - started;
  if (response.status !== 200) throw new Error(`${path} was answered ${response.status}: ${text}`);
  const { next = null } = JSON.parse(text) as { next?: string | null };
  return { took, next };
}
