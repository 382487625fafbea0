import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../../setup/api-client.js';
import { TestOrganizer } from '../../setup/organizer.js';
import { quantile } from '../measure/statistics.js';
import { type Finding, most } from '../report/finding.js';
import type { BenchDatabase } from '../stage/database.js';
import { multiplyRow, upTo, withoutIndexes } from '../stage/fill.js';
import { createTenant } from '../stage/tenant.js';
import { untilNothingIsOwed } from './deliveries.js';
import { deliverAll, type Ground, recordingOf, withGround } from './ground.js';
import type { Scenario } from './scenario.js';
import { timesToArrival } from './arrival-times.js';

const mostMegabytes = 400;
const flatRatio = 1.1;
const deliveriesAtOnce = 20_000;
const prefix = '/ok/memory';

/** Samples the resident memory of a process, in MB, until it is told to stop. */
class MemoryWatch {
  readonly samples: number[] = [];
  private isOver = false;
  private readonly running: Promise<void>;

  constructor({ doorbell }: Ground) {
    this.running = this.run(() => doorbell.residentBytes / 1e6);
  }

  async stop(): Promise<readonly number[]> {
    this.isOver = true;
    await this.running;
    return this.samples;
  }

  private async run(read: () => number): Promise<void> {
    while (!this.isOver) {
      this.samples.push(read());
      await sleep(500);
    }
  }
}

const memory: Scenario = {
  name: 'memory',
  asks: 'Does memory stay flat at full load?',
  run: async (stage, { durationSeconds }) =>
    withGround(stage, {}, async (ground) => {
      await ground.organizer.createWebhook({ target_url: `${stage.receiverUrl}${prefix}` });
      const watch = new MemoryWatch(ground);
      const until = Date.now() + durationSeconds * 1_000;
      while (Date.now() < until)
        await deliverAll(ground, recordingOf(ground, 'batch', deliveriesAtOnce), prefix);
      return memoryFindings(await watch.stop(), durationSeconds);
    }),
};

/** The first third warms up. */
function memoryFindings(samples: readonly number[], seconds: number): readonly Finding[] {
  const third = Math.floor(samples.length / 3);
  const median = (from: number): number => quantile(samples.slice(from, from + third), 0.5);
  const what = `memory, ${seconds} s at full load`;
  return [
    {
      what: `${what}: last third`,
      unit: 'MB',
      samples: [median(2 * third)],
      reference: { what: 'second third', samples: [median(third)] },
      target: { of: 'ratio', is: 'at most', floor: flatRatio },
    },
    { what: `${what}: peak`, unit: 'MB', samples: [Math.max(...samples)], target: most(mostMegabytes) },
  ];
}

const backlogSizes = { full: 5_000_000, quick: 200_000 } as const;
/** Of the other organizer, beside the backlog. */
const others = { full: 100, quick: 50 } as const;
const other = 'other';
const othersPrefix = '/ok/other';
/** Deliveries of the backlog that have arrived when the other organizer begins. */
const atWork = 1_000;

const backlog: Scenario = {
  name: 'backlog',
  asks: 'Do millions of owed deliveries, found at its start, fill the memory, or delay another organizer?',
  run: async (stage, { quick }) =>
    stage.withDatabase(async (database) => {
      const size = quick ? 'quick' : 'full';
      const token = await withGround(stage, { database }, prepareBacklog);
      await fillBacklog(database, backlogSizes[size]);
      await stage.receiver.call('reset', {});
      return stage.withDoorbell(database, 'bull', async (doorbell) => {
        const organizer = new TestOrganizer(0, other, new ApiClient(doorbell.url, token));
        const ground = { stage, database, doorbell, organizer };
        const watch = new MemoryWatch(ground);
        await stage.receiver.call('waitFor', { prefix, distinct: atWork, timeoutMs: 60_000 });
        const load = { ...recordingOf(ground, 'single', others[size]), rate: 10 };
        const times = await timesToArrival(stage, load, othersPrefix);
        const { distinct, firstAt, lastAt } = await stage.receiver.call('arrivals', { prefix });
        const rate = (distinct * 1000) / (lastAt - firstAt);
        return backlogFindings(await watch.stop(), times, rate, backlogSizes[size]);
      });
    }),
};

/** Two organizers with a webhook each, and one delivery of the first: what is copied. @returns the other's token */
async function prepareBacklog(ground: Ground): Promise<string> {
  const { stage, database, doorbell } = ground;
  await ground.organizer.createWebhook({ target_url: `${stage.receiverUrl}${prefix}` });
  const organizer = await createTenant(doorbell.url, other);
  await organizer.createWebhook({ target_url: `${stage.receiverUrl}${othersPrefix}` });
  await deliverAll(ground, recordingOf(ground, 'single', 1), prefix);
  await untilNothingIsOwed(database);
  return organizer.token;
}

/** As the first organizer's were recorded, and nobody was there to take them up. */
async function fillBacklog(database: BenchDatabase, count: number): Promise<void> {
  const first = 1_000_000_000;
  await withoutIndexes(database, 'notifications', async () =>
    multiplyRow(database, {
      table: 'notifications',
      numbers: upTo(count),
      set: { id: `${first} + n`, recorded: 'now()', body: `replace(s.body, '"N0"', '"N' || n || '"')` },
    }),
  );
  await withoutIndexes(database, 'owed', async () => {
    await database.query(
      `INSERT INTO owed (id, notification_id, recorded, organizer_id, webhook_id, generation, due)
       SELECT nextval('delivery_ids'), n.id, n.recorded, n.organizer_id, w.id, w.generation, now()
       FROM notifications n JOIN webhooks w ON w.organizer_id = n.organizer_id WHERE n.id > ${first}`,
    );
  });
}

function backlogFindings(
  megabytes: readonly number[],
  times: readonly number[],
  rate: number,
  count: number,
): readonly Finding[] {
  const what = `a backlog of ${count.toLocaleString('en')}`;
  return [
    {
      what: `${what}: peak memory`,
      unit: 'MB',
      samples: [Math.max(...megabytes)],
      target: most(mostMegabytes),
    },
    { what: `${what}: worked off`, unit: 'deliveries/s', samples: [rate] },
    {
      what: `${what}: another organizer's notification arrives, p50`,
      unit: 'ms',
      samples: [quantile(times, 0.5)],
    },
    {
      what: `${what}: another organizer's notification arrives, p99`,
      unit: 'ms',
      samples: [quantile(times, 0.99)],
    },
  ];
}

export const memoryScenarios: readonly Scenario[] = [memory, backlog];
