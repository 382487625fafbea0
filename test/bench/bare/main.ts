/**
 * The bare pipeline (docs/performance.md): the libraries that Doorbell stands on, put together to do one thing. It records,
 * queues 50 deliveries a job, calls and logs, in the tables of a Doorbell and with their indexes. It checks nothing, matches
 * nothing, leases nothing, retries nothing and forgets what it was at when it dies: no webhook sender, but what one on this
 * stack costs at least.
 */
import { MicroBatcher } from '@app/database';
import Bull from 'bull';
import { fastify } from 'fastify';
import { Pool } from 'pg';
import { Delivering, type Job } from './delivering.js';
import { record, type RecordingBody, type Said } from './recording.js';
import type { RowOwner } from '../load/bare-inserts.js';

const jobsAtOnce = 20;
const connections = 20;
const deliveriesPerJob = 50;

const { DATABASE_URL, REDIS_URL, PORT = '3000', HOST = '127.0.0.1', BARE_TARGET, BARE_OWNER } = process.env;
if (!DATABASE_URL || !REDIS_URL || !BARE_TARGET || !BARE_OWNER) throw new Error('A setting is missing.');
const owner = JSON.parse(BARE_OWNER) as RowOwner;

const pool = new Pool({ connectionString: DATABASE_URL, max: connections });
pool.on('error', (error) => console.error(error.message));
const delivering = new Delivering(pool, new URL(BARE_TARGET), owner);

const queue = new Bull<Job>('bare', REDIS_URL, { defaultJobOptions: { removeOnComplete: true } });
queue.on('error', (error) => console.error(error));
queue.on('failed', (_job, error) => console.error(error));
queue
  .process(jobsAtOnce, async ({ data }) => delivering.deliver(data))
  .catch((error: unknown) => console.error(error));

const app = fastify({ bodyLimit: 8 * 1024 * 1024 });

app.get('/', async () => 'ready');

/** Records, and queues what is owed. */
async function take(notifications: readonly Said[], webhooks = 1): Promise<number> {
  const { recorded, ids } = await record(pool, notifications, { owner, webhooks });
  const jobs: { readonly data: Job }[] = [];
  for (let at = 0; at < ids.length; at += deliveriesPerJob) {
    const own = ids.slice(at, at + deliveriesPerJob);
    jobs.push({ data: { recorded: recorded.getTime(), ids: own, isFannedOut: webhooks > 1 } });
  }
  await queue.addBulk(jobs);
  return ids.length;
}

/** As Doorbell's own. */
const oneByOne = new MicroBatcher<Said, number>({
  flush: async (group) => {
    await take(group);
    return group.map(() => 1);
  },
  maximumWeight: 1_000,
  concurrency: 4,
  beside: { weight: 100, waitMs: 25 },
  gatherMs: 5,
});

app.post<{ Body: RecordingBody }>('/notifications/batch', async ({ body }, reply) =>
  reply.code(201).send({ deliveries: await take(body.notifications) }),
);

app.post<{ Body: Said }>('/notifications', async ({ body }, reply) =>
  reply.code(201).send({ deliveries: await oneByOne.add(body) }),
);

app.post<{ Body: Said; Params: { readonly webhooks: string } }>(
  '/fan-out/:webhooks',
  async ({ body, params }, reply) =>
    reply.code(201).send({ deliveries: await take([body], Number(params.webhooks)) }),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void app
      .close()
      .then(async () => queue.close())
      .then(async () => pool.end());
  });
}

await app.listen({ port: Number(PORT), host: HOST });
