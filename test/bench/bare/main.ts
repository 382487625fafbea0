/**
 * The bare pipeline (docs/performance.md): the libraries that Doorbell stands on, put together to do one thing. It records,
 * queues 50 deliveries a job, calls and logs, in the tables of a Doorbell and with their indexes. It checks nothing, matches
 * nothing, leases nothing, retries nothing and forgets what it was at when it dies: no webhook sender, but what one on this
 * stack costs at least.
 */
import Bull from 'bull';
import { fastify } from 'fastify';
import { Pool } from 'pg';
import { Delivering, type Job } from './delivering.js';
import { record, type RecordingBody } from './recording.js';
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

app.post<{ Body: RecordingBody }>('/notifications/batch', async ({ body }, reply) => {
  const { recorded, ids } = await record(pool, body, owner);
  const jobs: { readonly data: Job }[] = [];
  for (let at = 0; at < ids.length; at += deliveriesPerJob)
    jobs.push({ data: { recorded: recorded.getTime(), ids: ids.slice(at, at + deliveriesPerJob) } });
  await queue.addBulk(jobs);
  return reply.code(201).send({ deliveries: ids.length });
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void app
      .close()
      .then(async () => queue.close())
      .then(async () => pool.end());
  });
}

await app.listen({ port: Number(PORT), host: HOST });
