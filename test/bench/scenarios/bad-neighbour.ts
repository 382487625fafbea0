import { freePort } from '@app/testing';
import { latencySummary } from '../measure/statistics.js';
import { most } from '../report/finding.js';
import type { Stage } from '../stage/stage.js';
import { deliverAll, type Ground, recordingOf, withGround } from './ground.js';
import { BrokenRun, type RunOptions, type Scenario } from './scenario.js';

const webhooks = 10;
const shareOfFullLoad = 0.6;
const seconds = { full: 15, quick: 6 } as const;
/** Before, at the same rate: code that is compiled while it is measured is slower than any neighbour makes it. */
const warmUpSeconds = 4;
const countForFullLoad = { full: 3_000, quick: 1_000 } as const;
/** Of full load and of its 60 %: what comes in smaller requests costs more. */
const requests = { perRequest: 10, clients: 16 } as const;
const turns = { full: 2, quick: 1 } as const;
const timeoutMs = 60_000;
/** Hanging calls are not waited for when it is over. */
const environment = { DOORBELL_SHUTDOWN_MS: '500' };
const healthy = '/ok/healthy/';

export const badNeighbour: Scenario = {
  name: 'bad-neighbour',
  asks: 'What do healthy webhooks notice when 10 % hang to the timeout and 10 % refuse, at 60 % of full load?',
  run: async (stage, options) => {
    const origins = await originsOf(stage);
    const fullLoad = await withGround(stage, {}, async (ground) =>
      rateOfNotifications(ground, origins, options),
    );
    const rate = fullLoad * shareOfFullLoad;
    const without: Latency[] = [];
    const beside: Latency[] = [];
    for (let turn = 0; turn < turns[options.quick ? 'quick' : 'full']; turn += 1) {
      without.push(await latencies(stage, origins, rate, options));
      beside.push(await latencies(stage, await withBadOnes(origins), rate, options));
    }
    return [
      {
        what: 'bad neighbour: p99 of the healthy',
        unit: 'ms',
        samples: beside.map(({ p99 }) => p99),
        reference: { what: 'without bad ones', samples: without.map(({ p99 }) => p99) },
        target: { of: 'ratio', is: 'at most', floor: 2 },
        note: `${Math.round(rate * webhooks)} deliveries/s`,
      },
      {
        what: 'bad neighbour: the slowest of the healthy',
        unit: 'ms',
        samples: beside.map(({ max }) => max),
        reference: { what: 'without bad ones', samples: without.map(({ max }) => max) },
        target: most(1_000),
      },
    ];
  },
};

interface Latency {
  readonly p99: number;
  readonly max: number;
}

const originsOf = async (stage: Stage): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: webhooks }, async () => stage.receiver.call('listen', undefined)));

/** The last two of the targets are replaced: by one that hangs, and by a port where nobody listens. */
async function withBadOnes(origins: readonly string[]): Promise<readonly string[]> {
  const hanging = `${origins.at(-2)!}/hang`;
  return [...origins.slice(0, -2), hanging, `http://127.0.0.1:${await freePort()}/refused`];
}

async function subscribe({ organizer }: Ground, targets: readonly string[]): Promise<void> {
  for (const [index, target] of targets.entries()) {
    const url = new URL(target);
    const target_url = url.pathname === '/' ? `${url.origin}${healthy}${index}` : target;
    await organizer.createWebhook({ target_url });
  }
}

async function rateOfNotifications(
  ground: Ground,
  origins: readonly string[],
  { quick }: RunOptions,
): Promise<number> {
  await subscribe(ground, origins);
  const load = { ...recordingOf(ground, 'batch', countForFullLoad[quick ? 'quick' : 'full']), ...requests };
  await deliverAll(ground, load, healthy, webhooks);
  return (await deliverAll(ground, load, healthy, webhooks)).rate / webhooks;
}

/** @throws BrokenRun when some do not */
async function allArrived(stage: Stage, distinct: number): Promise<void> {
  const arrivals = await stage.receiver.call('waitFor', { prefix: healthy, distinct, timeoutMs });
  if (arrivals.distinct !== distinct)
    throw new BrokenRun(`${arrivals.distinct} of ${distinct} arrived at the healthy webhooks.`);
}

/** Of the healthy webhooks, from the moment a notification was to be sent to its arrival. */
async function latencies(
  stage: Stage,
  targets: readonly string[],
  rate: number,
  { quick }: RunOptions,
): Promise<Latency> {
  return withGround(stage, { environment }, async (ground) => {
    await subscribe(ground, targets);
    const count = Math.round(rate * seconds[quick ? 'quick' : 'full']);
    const load = {
      ...recordingOf(ground, 'batch', count),
      ...requests,
      rate,
      keepTimes: true,
    };
    const warmUp = { ...load, count: Math.ceil(rate * warmUpSeconds), from: count };
    const good = targets.filter((target) => new URL(target).pathname === '/').length;
    await stage.receiver.call('reset', { keepTimes: true });
    await stage.load.call('record', warmUp);
    await allArrived(stage, warmUp.count * good);
    const { sentAt } = await stage.load.call('record', load);
    await allArrived(stage, (warmUp.count + count) * good);
    const times = await stage.receiver.call('arrivalTimes', { prefix: healthy });
    return latencySummary(
      [...times.values()].flatMap((arrived) => Array.from(sentAt!, (sent, n) => arrived[n]! - sent)),
    );
  });
}
