import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, most } from '../report/finding.js';
import { adminToken } from '../stage/doorbell.js';
import { deliverAll, type Ground, recordingOf, withGround } from './ground.js';
import type { Scenario } from './scenario.js';

const origins = 32;
const prefix = '/after-2000/';
/** Times 32 deliveries: a while at 1,000 answers a second. */
const notifications = { full: 600, quick: 250 } as const;
const lagMetric = /^nodejs_eventloop_lag_p99_seconds(?:\{[^}]*\})? (\S+)$/m;

export const slowReceivers: Scenario = {
  name: 'slow-receivers',
  asks: 'Are 2,000 calls in flight over 32 origins that answer after 2 s held, and with how little?',
  run: async (stage, { quick }) =>
    withGround(stage, {}, async (ground) => {
      for (let origin = 0; origin < origins; origin += 1) {
        const url = await stage.receiver.call('listen', undefined);
        await ground.organizer.createWebhook({ target_url: `${url}${prefix}${origin}` });
      }
      const watch = new ConnectionWatch(ground);
      const watching = watch.run();
      await eventLoopDelayMs(ground);
      const count = notifications[quick ? 'quick' : 'full'];
      const load = { ...recordingOf(ground, 'batch', count), perRequest: 50 };
      const { rate } = await deliverAll(ground, load, prefix, origins);
      const delay = await eventLoopDelayMs(ground);
      watch.isOver = true;
      await watching;
      const failed = await ground.database.number('SELECT count(*) FROM calls WHERE NOT success');
      const held = await stage.receiver.call('mostInFlight', undefined);
      return findings({ held, rate, delay, failed, connections: watch.most });
    }),
};

/** Since it was asked last: the metric begins anew each time. */
async function eventLoopDelayMs({ doorbell }: Ground): Promise<number> {
  const response = await fetch(`${doorbell.url}/metrics`, {
    headers: { authorization: `Token ${adminToken}` },
  });
  return Number(lagMetric.exec(await response.text())?.[1]) * 1000;
}

/** Counts the process's database connections now and then. */
class ConnectionWatch {
  most = 0;
  isOver = false;

  constructor(private readonly ground: Ground) {}

  async run(): Promise<void> {
    while (!this.isOver) {
      const connections = await this.ground.database.number(
        'SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()',
      );
      this.most = Math.max(this.most, connections);
      await sleep(200);
    }
  }
}

type Held = Readonly<Record<'held' | 'rate' | 'delay' | 'failed' | 'connections', number>>;

function findings({ held, rate, delay, failed, connections }: Held): readonly Finding[] {
  return [
    { ...line('in flight at once', 'calls', held), target: { of: 'figure', is: 'at least', floor: 1_900 } },
    line('answered', 'deliveries/s', rate),
    { ...line('database connections', '', connections), target: most(20) },
    { ...line('calls that failed', '', failed), target: most(0) },
    { ...line('event-loop delay p99', 'ms', delay), target: most(50) },
  ];
}

const line = (what: string, unit: string, sample: number): Finding => ({
  what: `slow receivers: ${what}`,
  unit,
  samples: [sample],
});
